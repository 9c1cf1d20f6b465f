"""Look into the mailboxes: fetch what is new, keep it, and leave every mailbox as it was."""
