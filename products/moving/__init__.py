"""Products that go from one Organization to another (GX.1): the rules, apart from the actions."""
