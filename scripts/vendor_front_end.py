"""Copy the built styles and scripts we serve out of two npm packages, without crown, crest and the GDS font.

A maintainer runs this after installing both packages in any folder outside the project:
``python scripts/vendor_front_end.py path/to/node_modules``. The manifest it writes is checked by the tests, so a
served file can neither change unseen nor be edited by hand.
"""

import hashlib
import json
import re
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "review" / "static" / "review" / "vendor"
GOVUK, MOJ = "govuk-frontend", "@ministryofjustice/frontend"
IMAGES = "moj/assets/images"
ICONS = (
    "icon-close-cross-black.svg",
    "icon-document.svg",
    "icon-progress-tick.svg",
    "icon-tag-remove-cross.svg",
    "icon-tag-remove-cross-white.svg",
    "icon-toggle-plus-minus.svg",
)
FILES = {
    "govuk-frontend.min.css": (GOVUK, "dist/govuk/govuk-frontend.min.css"),
    "govuk-frontend.bundle.js": (GOVUK, "dist/govuk/all.bundle.js"),
    "moj-frontend.min.css": (MOJ, "moj/moj-frontend.min.css"),
    **{f"images/{name}": (MOJ, f"{IMAGES}/{name}") for name in ICONS},
}
HOLDERS = {
    GOVUK: "Copyright (C) 2017 Crown Copyright (Government Digital Service)",
    MOJ: "Copyright (c) 2017 Crown Copyright (Ministry of Justice)",
}

# A council may use neither the GDS font nor the crest; what is not copied must not be asked for either.
CHANGES = (
    (r"@font-face\{[^}]*\}", ""),
    (r"GDS Transport,arial", "Arial,Helvetica"),
    (r"/assets/images/", "images/"),
    (r"url\(images/(?!" + "|".join(re.escape(name) for name in ICONS) + r")[^)]*\)", "none"),
    (r"(/\*|//)# sourceMappingURL=\S+( \*/)?", ""),
)


def copy_front_end(node_modules: Path, target: Path = TARGET) -> dict[str, object]:
    """Write every served file and the manifest; return the manifest."""
    (target / "images").mkdir(parents=True, exist_ok=True)
    hashes = {}
    for name, (package, path) in FILES.items():
        text = (node_modules / package / path).read_text(encoding="utf-8")
        changed = _change(text) if name.endswith((".css", ".js")) else text
        (target / name).write_text(changed.strip() + "\n", encoding="utf-8")
        hashes[name] = hashlib.sha256((target / name).read_bytes()).hexdigest()
    manifest: dict[str, object] = {
        "packages": {package: _describe(node_modules / package, holder) for package, holder in HOLDERS.items()},
        "changes": [f"{pattern} -> {new!r}" for pattern, new in CHANGES],
        "sha256": dict(sorted(hashes.items())),
    }
    (target / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    return manifest


def _change(text: str) -> str:
    for pattern, new in CHANGES:
        text = re.sub(pattern, new, text)
    return text


def _describe(folder: Path, holder: str) -> dict[str, str]:
    package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    return {"version": package["version"], "licence": package["license"], "copyright": holder}


if __name__ == "__main__":
    copy_front_end(Path(sys.argv[1]))
