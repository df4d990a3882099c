"""Search over everything that the person may see: things to do, people, teams, pages."""
