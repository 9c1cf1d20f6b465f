"""List the keyboard shortcuts, for the page and for the dialog."""

KEYS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Anywhere",
        (("?", "Show this list"), ("/", "Find a case"), ("Esc", "Close this list, or close a reason")),
    ),
    (
        "Queue",
        (
            ("J", "Next case"),
            ("K", "Previous case"),
            ("O", "Open the case (Enter does the same)"),
            ("X", "Tick the case"),
            ("M", "Assign the ticked cases, or this one, to me"),
        ),
    ),
    (
        "Case",
        (
            ("A", "Accept every suggestion that may be accepted together"),
            ("T", "Type of message, then the letter of your choice"),
            ("1 to 9", "That matter, then the letter of your choice: for example 2 then E"),
            ("S", "Stage, then 1, 2, 3 or O"),
            ("F", "Flags"),
            ("E", "Next piece of evidence"),
            ("H", "Hide or show highlights"),
            ("!", "Go to the escalate button (Enter then sends it)"),
            ("J", "Next case in the queue"),
            ("K", "Previous case in the queue"),
            ("M", "Assign the case to me"),
            ("U", "Back to the queue"),
        ),
    ),
    ("Letter", (("Ctrl + Enter", "Send for sign-off, from inside any paragraph"),)),
)
