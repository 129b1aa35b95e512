"""Reporting exceptions: why a firm names no parent."""

from entrepot.records.party import TAG
from entrepot.sources.base import ParseContext
from entrepot.sources.gleif_level1.record import party_id
from entrepot.sources.xml_records import text_of, texts_of, xml_records

EXCEPTION_TAG = "parent_not_reported"


def parse_exceptions(context: ParseContext) -> None:
    """Emit a tag for every exception, its note the category and the reasons in the file's codes."""
    for locator, element in xml_records(context, "ReportingExceptionData", "ReportingExceptions", "Exception"):
        context.rows_read += 1
        lei, category = text_of(element, "LEI"), text_of(element, "ExceptionCategory")
        if lei is None or category is None:
            context.quarantine(locator, "the exception has no LEI or no category", raw=" ".join(element.itertext()))
            continue
        reasons = (*texts_of(element, "ExceptionReason"), *texts_of(element, "ExceptionReference"))
        note = f"{category}: {', '.join(reasons) or 'no reason given'}"
        context.emit(TAG, locator, source_party_id=party_id(lei), tag=EXCEPTION_TAG, note=note)
