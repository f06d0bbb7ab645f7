"""The events of an account in, what changes on which day out: pages of the account, spans of what it holds, pauses."""
