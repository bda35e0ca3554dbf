import { choice, type Fields, optional, whole } from '../fields/field.ts'
import { actId, actor } from '../plan/fields.ts'
import { type AnyAct, fieldsOf } from '../supervision/act.ts'
import { ACTS, type ActType } from '../supervision/acts/registry.ts'

/** Every act's update by its name, with what its message may hold. The name says which act it is. */
export const ACT_FIELDS: Readonly<Record<string, { readonly type: ActType; readonly fields: Fields }>> =
  Object.fromEntries(
    ACTS.map((act: AnyAct) => [
      act.name,
      {
        type: act.type,
        fields: {
          actId,
          actor,
          type: optional(choice('类别', [act.type])),
          ifSeq: optional(whole('看到的序号', 0, 1_000_000_000)),
          ...fieldsOf(act),
        },
      },
    ]),
  )
