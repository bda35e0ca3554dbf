import type { SlipLevel } from '../../policy/levels.ts'
import type { RecipientRole } from '../../policy/policy.ts'

/** A notice for the outbox. `key` is unique for ever: the same notice is never sent twice. */
export interface Notice {
  readonly key: string
  readonly kind:
    | 'request'
    | 'reminder'
    | 'slip'
    | 'overdue'
    | 'returned'
    | 'accepted'
    | 'dueSet'
    | 'ask'
    | 'review'
    | 'replanned'
    | 'extension'
    | 'suspension'
    | 'ending'
    | 'people'
    | 'acknowledge'
    | 'event'
    | 'flag'
    | 'renewal'
    | 'office'
    | 'signature'
    | 'trouble'
  readonly level: SlipLevel | null
  readonly toUnit: string
  readonly toRole: RecipientRole
  readonly obligationId: string | null
  readonly subject: string
  readonly body: string
}
