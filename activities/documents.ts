import type { PlanByNo } from '../domain/plan/by-no.ts'
import { keptDocument } from '../records/kept.ts'
import type { ActivityContext } from './context.ts'
import { DocumentMissingError } from './permanent.ts'

/** A plan's document, as it is read once for all of its measures. @throws DocumentMissingError */
export async function documentOf({ db }: ActivityContext, sha256: string | null): Promise<PlanByNo> {
  const found = sha256 === null ? null : await keptDocument(db, sha256)
  if (found === null) throw new DocumentMissingError(String(sha256))
  return found
}
