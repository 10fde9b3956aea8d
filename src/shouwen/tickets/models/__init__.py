"""The memory of tickets."""

from shouwen.tickets.models.attachment import Attachment
from shouwen.tickets.models.desk import Draft, HandIn, Presence, SavedView
from shouwen.tickets.models.importing import ImportProfile, ImportRun
from shouwen.tickets.models.incident import Incident, Matter
from shouwen.tickets.models.ticket import Ticket, Urgency
from shouwen.tickets.models.work import Consent, Contact, Reply

__all__ = [
    "Attachment",
    "Consent",
    "Contact",
    "Draft",
    "HandIn",
    "ImportProfile",
    "ImportRun",
    "Incident",
    "Matter",
    "Presence",
    "Reply",
    "SavedView",
    "Ticket",
    "Urgency",
]
