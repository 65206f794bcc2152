"""What a release says of itself: the list of what the page carries, and the checksums of the files."""

from __future__ import annotations

import hashlib
import os
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from building.works import Work

_NAMESPACE = uuid.UUID("2b1f2c58-6d0e-5a0d-9d39-0c6f6f0b8d11")  # ours: the page's bytes make the number


def parts_list(works: list[Work], version: str, page: bytes) -> str:
    """What the page is made of, as a CycloneDX 1.6 document (a *software bill of materials*) in JSON."""
    digest = hashlib.sha256(page).hexdigest()
    own = Component(
        name="kpisheet.html",
        version=version,
        type=ComponentType.APPLICATION,
        bom_ref="kpisheet.html",
        licenses=[LicenseFactory().make_from_string("MIT")],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)],
    )
    made = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", time.time())), UTC)
    bom = Bom(
        components=[_component(work) for work in works],
        serial_number=uuid.uuid5(_NAMESPACE, digest),
        metadata=BomMetaData(component=own, timestamp=made),
    )
    bom.register_dependency(own, bom.components)
    return JsonV1Dot6(bom).output_as_string(indent=2) + "\n"


def _component(work: Work) -> Component:
    kind, _, name = work.package.partition("/")
    hashes = (
        [] if work.digest is None else [HashType(alg=HashAlgorithm(work.digest[0]), content=work.digest[1])]
    )
    package = PackageURL(type=kind, name=name, version=work.version)
    return Component(
        name=work.name,
        version=work.version,
        bom_ref=str(package),
        licenses=[LicenseFactory().make_from_string(work.licence)],
        purl=package,
        hashes=hashes,
        external_references=[ExternalReference(type=ExternalReferenceType.VCS, url=XsUri(work.source))],
    )


def checksums(files: list[Path]) -> str:
    """Lines that `sha256sum --check` reads."""
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)
