import { CST } from 'yaml';
import type { Check, Document, Site, SlottedText } from './document.ts';
import { keyCheck } from './mapping-keys.ts';
import { type NeutralText, reveal } from './neutral.ts';
import { cut, type Part, type Slot } from './slot.ts';
import { isStringPosition, type Path } from './string-positions.ts';
import { blockScalar } from './yaml-block-scalar.ts';
import { flowScalar } from './yaml-flow-scalar.ts';
import { decodeLoosely } from './yaml-scalar.ts';
import { commentSite, wordSite } from './yaml-trivia.ts';

/** Compiles the decoded text of a scalar that is a document by its place; `undefined` where it is plain text. */
export type CompileEmbedded = (parts: readonly Part[], path: Path | undefined) => Document | undefined;

/** A document on its way from tokens to sites. */
interface Walk {
  readonly source: SlottedText;
  readonly neutral: NeutralText;
  readonly compileEmbedded: CompileEmbedded;
  readonly sites: Site[];
  readonly checks: Check[];
  /** The decoded keys that hold slots. */
  readonly keys: Map<CST.Token, readonly Part[]>;
  /** The first slot that no token has taken yet. */
  next: number;
}

/** Where a node stands. */
interface Place {
  readonly path: Path | undefined;
  /** The kind of the Kubernetes object around it. */
  readonly kind: string | undefined;
  readonly inFlow: boolean;
  readonly isKey: boolean;
}

/** Finds what around each slot must be written with care: the sites of a YAML text, and what to check in a rendering. */
export function findSites(
  tokens: readonly CST.Token[],
  options: Pick<Walk, 'source' | 'neutral' | 'compileEmbedded'>,
): Pick<Walk, 'sites' | 'checks'> {
  const walk: Walk = { ...options, sites: [], checks: [], keys: new Map(), next: 0 };
  for (const token of tokens)
    visitNode(walk, token, { path: undefined, kind: undefined, inFlow: false, isKey: false });
  return walk;
}

function visitNode(walk: Walk, token: CST.Token, place: Place): void {
  if (walk.next >= walk.source.slots.length) return;
  if (token.type === 'document') {
    visitAll(walk, token.start);
    if (token.value) visitNode(walk, token.value, { ...place, kind: kindOf(token.value) });
  } else if (CST.isCollection(token)) visitCollection(walk, token, place);
  else if (!CST.isScalar(token)) visitTrivia(walk, token);
  else if (token.type === 'block-scalar') visitBlockScalar(walk, token, place);
  else visitFlowScalar(walk, token, place);
  if ('end' in token) visitAll(walk, token.end);
}

type Collection = CST.BlockMap | CST.BlockSequence | CST.FlowCollection;

function visitCollection(walk: Walk, token: Collection, outer: Place): void {
  const inFlow = token.type === 'flow-collection';
  const { path, kind } = rooted(token, outer);
  for (const [index, item] of token.items.entries()) {
    if (isBefore(walk, token.items[index + 1])) continue;
    visitAll(walk, item.start);
    if (item.key) visitNode(walk, item.key, { path, kind, inFlow, isKey: true });
    visitAll(walk, item.sep);
    if (!item.value) continue;
    const isPair = item.sep !== undefined;
    const key = !isPair ? '[]' : CST.isScalar(item.key) ? decodeLoosely(item.key) : '';
    visitNode(walk, item.value, { path: { key, parent: path }, kind, inFlow, isKey: false });
  }
  if (walk.keys.size === 0) return;
  const keys = token.items.flatMap(({ key }) => (CST.isScalar(key) ? [key] : []));
  if (keys.some((key) => walk.keys.has(key))) {
    walk.checks.push(keyCheck(keys.map((key) => walk.keys.get(key) ?? [decodeLoosely(key)])));
  }
}

/** Whether an item begins before the next slot, so that what precedes it holds none. */
function isBefore({ source, next }: Walk, item: CST.CollectionItem | undefined): boolean {
  const offset = item?.start[0]?.offset ?? item?.key?.offset ?? item?.value?.offset;
  return offset !== undefined && offset <= (source.slots[next]?.start ?? Number.POSITIVE_INFINITY);
}

/** An item of a Kubernetes List is an object of its own. */
function rooted(token: Collection, place: Place): Place {
  const { path, kind } = place;
  const isListItem = path?.key === '[]' && path.parent?.key === 'items' && path.parent.parent === undefined;
  return isListItem && kind?.endsWith('List') === true
    ? { ...place, path: undefined, kind: kindOf(token) }
    : place;
}

function kindOf(token: CST.Token): string | undefined {
  if (token.type !== 'block-map' && token.type !== 'flow-collection') return undefined;
  for (const { key, value } of token.items) {
    if (CST.isScalar(key) && CST.isScalar(value) && decodeLoosely(key) === 'kind')
      return decodeLoosely(value);
  }
  return undefined;
}

function visitFlowScalar(walk: Walk, token: CST.FlowScalar, place: Place): void {
  const range = { start: token.offset, end: token.offset + token.source.length };
  const slots = take(walk, range.end);
  if (slots.length === 0) return;
  const raw = cut(walk.source.text, slots, range);
  const decoded = reveal(decodeLoosely(token), slots, walk.neutral.mark) ?? raw;
  if (place.isKey) walk.keys.set(token, decoded);
  const takesString = isStringPosition(place.path, place.kind);
  const emit = flowScalar({
    raw,
    decoded,
    embedded: place.isKey ? undefined : walk.compileEmbedded(decoded, place.path),
    style: token.type,
    isMultiline: /[\r\n]/.test(token.source),
    takesString,
    inFlow: place.inFlow,
    isKey: place.isKey,
  });
  walk.sites.push({ ...range, emit });
}

function visitBlockScalar(walk: Walk, token: CST.BlockScalar, place: Place): void {
  const headerAt = token.props.findIndex(({ type }) => type === 'block-scalar-header');
  for (const prop of token.props.slice(0, headerAt)) visitTrivia(walk, prop);
  const header = token.props[headerAt];
  if (header === undefined || !('source' in header)) return;
  const start = header.offset;
  const bodyStart = token.props
    .slice(headerAt)
    .reduce((at, prop) => at + ('source' in prop ? prop.source.length : 0), start);
  const end = bodyStart + token.source.length;
  const slots = take(walk, end);
  if (slots.length === 0) return;
  const inside = slots.filter((slot) => slot.start >= bodyStart);
  const { text } = walk.source;
  const raw = cut(text, inside, { start: bodyStart, end });
  const decoded = reveal(decodeLoosely(token), inside, walk.neutral.mark) ?? raw;
  if (place.isKey) walk.keys.set(token, decoded);
  const headerEnd = start + header.source.length;
  const tail = /(?:[ \t]*\r?\n)*/y;
  tail.lastIndex = end;
  const after = tail.exec(text)?.[0] ?? '';
  const emit = blockScalar({
    after,
    raw,
    decoded,
    embedded: walk.compileEmbedded(decoded, place.path),
    header: header.source,
    between: cut(text, slots.slice(0, slots.length - inside.length), { start: headerEnd, end: bodyStart }),
    parentIndent: token.indent,
    indent: indentOf(token, header.source),
    lineBreak: text.slice(headerEnd, bodyStart).endsWith('\r\n') ? '\r\n' : '\n',
  });
  walk.sites.push({ start, end: end + after.length, emit });
}

function indentOf({ source, indent }: CST.BlockScalar, header: string): number {
  const indicator = /\d/.exec(header)?.[0];
  if (indicator !== undefined) return Math.max(indent, 0) + Number(indicator);
  return /^ *(?=[^ \r\n])/m.exec(source)?.[0].length ?? 0;
}

function visitAll(walk: Walk, tokens: readonly CST.Token[] | undefined): void {
  for (const token of tokens ?? []) visitTrivia(walk, token);
}

/** Comments, anchors, tags, directives: what stands around scalars. */
function visitTrivia(walk: Walk, token: CST.Token): void {
  if (!('source' in token)) return;
  for (const slot of take(walk, token.offset + token.source.length)) {
    walk.sites.push(token.type === 'comment' ? commentSite(slot) : wordSite(slot, token.type));
  }
}

/** The slots before an offset that no earlier token has taken. */
function take(walk: Walk, end: number): readonly Slot[] {
  const { slots } = walk.source;
  const first = walk.next;
  while ((slots[walk.next]?.start ?? end) < end) walk.next++;
  return slots.slice(first, walk.next);
}
