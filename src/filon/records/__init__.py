"""The system of record: what is stored, who may change it and how it leaves for the lake."""
