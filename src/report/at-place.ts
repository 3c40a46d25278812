import type { Style } from './style';
import { printable } from './style';
import type { Evidence } from '../mesh/evidence';
import { placeOfEvidence } from '../mesh/evidence';
import { refText } from '../mesh/object-ref';
import { fieldText } from '../mesh/positions';
import type { Place } from '../mesh/source-file';

/** A place, to be put behind what is there; nothing for objects built in memory. */
export function atPlace(place: Place | null, style: Style): string {
  return place ? `  ${style.faint(printable(`${place.file}:${place.line}:${place.column}`))}` : '';
}

/** A field that decided something, and where it is. */
export function evidenceLine(evidence: Evidence, style: Style): string {
  const { manifest, path, value } = evidence;
  const text = `    ${fieldText(path)}${value === undefined ? '' : `: ${value}`} of ${refText(manifest)}`;
  return `${printable(text)}${atPlace(placeOfEvidence(evidence), style)}`;
}
