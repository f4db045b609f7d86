"""What may be stored, one file per noun."""

from filon.records.models.activity import ActivityTotal, ChannelActivity
from filon.records.models.appointment import Appointment
from filon.records.models.batch import ImportBatch
from filon.records.models.call import Call, Outcome
from filon.records.models.campaign import Campaign, CampaignChange, Client
from filon.records.models.contact import Contact, ContactList
from filon.records.models.contract import Contract
from filon.records.models.cost import Cost
from filon.records.models.experiment import Experiment, Variant
from filon.records.models.journal import Change, JournalEntry, Revision
from filon.records.models.office import Job, SavedView, Setting
from filon.records.models.opportunity import Opportunity
from filon.records.models.record import Record
from filon.records.models.rule import QualificationRule
from filon.records.models.scenario import Scenario
from filon.records.models.staff import Operator, SalesRep, Script
from filon.records.models.user import User

__all__ = [
    "ActivityTotal",
    "Appointment",
    "Call",
    "Campaign",
    "CampaignChange",
    "Change",
    "ChannelActivity",
    "Client",
    "Contact",
    "ContactList",
    "Contract",
    "Cost",
    "Experiment",
    "ImportBatch",
    "Job",
    "JournalEntry",
    "Operator",
    "Opportunity",
    "Outcome",
    "QualificationRule",
    "Record",
    "Revision",
    "SalesRep",
    "SavedView",
    "Scenario",
    "Script",
    "Setting",
    "User",
    "Variant",
]
