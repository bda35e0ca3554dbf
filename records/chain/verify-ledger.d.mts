/** A ledger row as it is hashed and exported; JSON columns are the texts that the store has. */
export interface ChainRow {
  /** Its number in the store; 0 before it has one. */
  readonly row: number
  readonly workflow: string
  readonly seq: number
  readonly plan: string
  readonly no: string
  readonly obligation: string | null
  readonly kind: string
  readonly planAt: string
  readonly realAt: string
  readonly actor: string
  readonly actId: string | null
  readonly fact: string
  readonly says: string
  /** Random; the names of persons in the row are hashed with it. Empty: it has none, or they were deleted. */
  readonly salt: string
  /** The hash of the row before it in its workflow; empty: it is the first. */
  readonly prev: string
  readonly hash: string
}

export interface Finding {
  readonly what:
    | 'changed'
    | 'moved'
    | 'dropped'
    | 'doubled'
    | 'slippedIn'
    | 'replaced'
    | 'reordered'
    | 'unchained'
    | 'bulletin'
    | 'rewritten'
    | 'mark'
  readonly workflow: string
  readonly seq: number
  readonly row: number | null
  readonly says: string
}

export interface ProvenBulletin {
  readonly plan: string
  readonly number: number
  readonly sha256: string
  readonly root: string | null
  readonly previous: string | null
}

export interface LedgerToVerify {
  readonly rows: readonly ChainRow[]
  readonly next: ReadonlyMap<string, number>
  readonly cuts: ReadonlyMap<string, string>
}

export interface Head {
  readonly workflow: string
  readonly seq: number
  readonly hash: string
}

/** From when on a chain proves, and up to which row it was made afterwards. */
export interface Mark {
  readonly since: string
  readonly upTo: number
}

export const ROW_FORMAT: string
export const EXPORT_FORMAT: string
export function sha256(text: string): string
export function nameMark(salt: string, name: string): string
export function namesIn(row: Pick<ChainRow, 'actor' | 'fact'>): readonly string[]
export function withoutNames<T extends Pick<ChainRow, 'actor' | 'fact' | 'says' | 'salt'>>(row: T): T
export function contentOf(row: Omit<ChainRow, 'row' | 'hash'>): string
export function hashOf(row: Omit<ChainRow, 'row' | 'hash'>): string
export function headsText(heads: readonly Head[]): string
export function verifyWorkflow(workflow: string, rows: readonly ChainRow[], next?: number): Finding[]
export function verifyBulletins(
  plan: string,
  rows: readonly Pick<ChainRow, 'workflow' | 'seq' | 'row' | 'kind' | 'hash' | 'fact'>[],
  cuts: ReadonlyMap<string, string>,
): { readonly found: readonly Finding[]; readonly bulletins: readonly ProvenBulletin[] }
export function verifyLedger(ledger: LedgerToVerify): {
  readonly found: readonly Finding[]
  readonly bulletins: readonly ProvenBulletin[]
  readonly workflows: number
  readonly rows: number
}
export function verifyAgainst(
  older: Pick<LedgerToVerify, 'rows'>,
  rows: readonly Pick<ChainRow, 'workflow' | 'seq' | 'hash'>[],
): readonly Finding[]
export function verifyMark(older: Mark, now: Mark): readonly Finding[]
export function readExport(file: string): Promise<
  LedgerToVerify & {
    readonly head: { readonly at: string; readonly chain: Mark }
  }
>
