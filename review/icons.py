"""Hold the small pictures beside words; they say nothing that the words do not."""

from collections.abc import Mapping

SOLID = frozenset({"full", "half"})

ICONS: Mapping[str, str] = {
    "access": '<circle cx="10" cy="3.8" r="1.3"/><path d="M4 7.5l4 .8v3.5L6 17.5M16 7.5l-4 .8v3.5l2 5.7M8 8.3h4"/>',
    "again": '<path d="M15.5 7A6.5 6.5 0 0 0 4 7.5M4.5 13A6.5 6.5 0 0 0 16 12.5M15.8 3v4.2h-4.2M4.2 17v-4.2h4.2"/>',
    "badge": '<rect x="3" y="4" width="14" height="12.5" rx="1"/><circle cx="8" cy="9" r="1.6"/>'
    '<path d="M5.5 13.5c.3-1.3 1.2-2 2.5-2s2.2.7 2.5 2M12.5 8.5h2M12.5 11.5h2"/>',
    "calendar": '<rect x="3" y="4.5" width="14" height="12.5" rx="1"/><path d="M3 8.5h14M7 2.5v3.5M13 2.5v3.5"/>',
    "clip": '<path d="M14.5 8.5l-5.3 5.3a2.3 2.3 0 0 1-3.3-3.3l6.3-6.3a3.7 3.7 0 0 1 5.2 5.2l-6.6 6.6"/>',
    "clock": '<circle cx="10" cy="10" r="7.5"/><path d="M10 5.5V10l3 2"/>',
    "cross": '<path d="M4.5 4.5l11 11M15.5 4.5l-11 11"/>',
    "eye": '<path d="M1.8 10S5 4.5 10 4.5 18.2 10 18.2 10 15 15.5 10 15.5 1.8 10 1.8 10z"/>'
    '<circle cx="10" cy="10" r="2.5"/>',
    "full": '<circle cx="10" cy="10" r="8"/>',
    "half": '<path fill-rule="evenodd" d="M10 2a8 8 0 1 1 0 16 8 8 0 0 1 0-16zm0 2v12a6 6 0 0 0 0-12z"/>',
    "hidden": '<path d="M3 3l14 14M5 6.5C3 8 1.8 10 1.8 10S5 15.5 10 15.5c1.4 0 2.6-.4 3.7-1'
    'M8 4.8c.6-.2 1.3-.3 2-.3 5 0 8.2 5.5 8.2 5.5s-.7 1.2-1.9 2.5"/>',
    "home": '<path d="M2.5 9.8L10 3.5l7.5 6.3M5 8.3v8.2h10V8.3"/>',
    "lifebelt": '<circle cx="10" cy="10" r="7.5"/><circle cx="10" cy="10" r="3"/>'
    '<path d="M4.7 4.7l3.2 3.2M12.1 12.1l3.2 3.2M15.3 4.7l-3.2 3.2M7.9 12.1l-3.2 3.2"/>',
    "megaphone": '<path d="M3 8.5v3h2.5l8.5 4V4.5l-8.5 4zM6.5 12l1 5M16.5 8.5v3"/>',
    "microphone": '<rect x="7.5" y="2.5" width="5" height="9" rx="2.5"/>'
    '<path d="M4.5 9.5a5.5 5.5 0 0 0 11 0M10 15v2.5"/>',
    "people": '<circle cx="7" cy="7" r="2.7"/><path d="M2 16.5c0-3.2 2-5 5-5s5 1.8 5 5M13 4.6a2.7 2.7 0 0 1 0 4.9'
    'M14.5 12c2.2.5 3.5 2.1 3.5 4.5"/>',
    "person": '<circle cx="10" cy="6.5" r="3"/><path d="M4.5 17.5c0-3.6 2.3-5.8 5.5-5.8s5.5 2.2 5.5 5.8"/>',
    "question": '<circle cx="10" cy="10" r="7.2"/><path d="M8 8a2 2 0 1 1 2.8 1.9c-.6.3-.8.6-.8 1.3M10 13.8v.1"/>',
    "shield": '<path d="M10 2l6.5 2.5v5c0 4.2-2.7 7.2-6.5 8.5-3.8-1.3-6.5-4.3-6.5-8.5v-5z"/>'
    '<path d="M10 6.5v4.2M10 13.6v.1"/>',
    "speech": '<path d="M3 4h14v9.5H9.5L6 17v-3.5H3z"/><path d="M10 6.3v3M10 11.3v.1"/>',
    "tick": '<path d="M3.5 10.5l4.5 4.5 9-10"/>',
    "warning": '<path d="M10 2.8l8 14H2z"/><path d="M10 8v4M10 14.3v.1"/>',
}
