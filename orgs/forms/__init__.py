"""Forms about people and Organizations, a file for each noun."""

from orgs.forms.organizations import OrganizationForm
from orgs.forms.roles import RoleForm
from orgs.forms.text import clean_line

__all__ = ["OrganizationForm", "RoleForm", "clean_line"]
