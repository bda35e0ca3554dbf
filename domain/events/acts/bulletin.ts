import { refuse } from '../../basics/result.ts'
import { dateOf } from '../../calendar/time.ts'
import { object, text, whole } from '../../fields/field.ts'
import { planAct, recorded } from '../act.ts'
import { type IssuedBulletin, notProved } from '../bulletins.ts'
import { planFactDef } from '../fact.ts'
import { BULLETIN } from '../fields.ts'

interface Issue {
  readonly type: 'bulletin'
  readonly bulletin: IssuedBulletin
}
interface Withdraw {
  readonly type: 'withdrawBulletin'
  readonly number: number
  readonly reason: string
}
interface Issued {
  readonly kind: 'bulletinIssued'
  readonly bulletin: IssuedBulletin
}
interface Withdrawn {
  readonly kind: 'bulletinWithdrawn'
  readonly number: number
  readonly reason: string
}

const bulletinIssued = planFactDef<Issued>({
  kind: 'bulletinIssued',
  apply: (state, { bulletin }) => ({ ...state, bulletins: [...(state.bulletins ?? []), bulletin] }),
  says: ({ bulletin: { number, asOf, sha256 } }, by) =>
    `${by} 发布第 ${number} 期通报，截至 ${asOf.replace('T', ' ')}（SHA-256 ${sha256.slice(0, 16)}…）`,
})

const bulletinWithdrawn = planFactDef<Withdrawn>({
  kind: 'bulletinWithdrawn',
  apply(state, { number, reason, at }) {
    const withdrawn = { on: dateOf(at), reason }
    const bulletins = (state.bulletins ?? []).map((one) =>
      one.number === number ? { ...one, withdrawn } : one,
    )
    return { ...state, bulletins }
  },
  says: ({ number, reason }, by) => `${by} 撤回第 ${number} 期通报：${reason}`,
})

/** 发布通报. Errors: BULLETIN_NUMBER, BULLETIN_UNPROVED, BULLETIN_IN_FUTURE. */
export const bulletin = planAct<Issue, Issued>({
  type: 'bulletin',
  name: '发布通报',
  by: 'issue',
  during: 'begun',
  fields: { bulletin: object('通报', BULLETIN) },
  facts: [bulletinIssued],
  decide({ bulletins = [] }, { bulletin }, at) {
    const { number, asOf } = bulletin
    const next = bulletins.length + 1
    if (number !== next)
      return refuse('BULLETIN_NUMBER', `下一期通报是第 ${next} 期，不是第 ${number} 期`, {
        remedy: '刚有人发布过一期：核对后重新发布',
      })
    // Issues of 0.2.0 name none.
    if (bulletin.root !== undefined && bulletin.previous !== bulletins.at(-1)?.sha256)
      return { ok: false, error: notProved(number, '它写着的上一期不是现在的上一期') }
    return asOf > at
      ? refuse('BULLETIN_IN_FUTURE', `${asOf.replace('T', ' ')} 还没有到`, {
          remedy: '写一个已经过去的日期或时刻',
        })
      : recorded({ kind: 'bulletinIssued', bulletin })
  },
  answers: (_, { bulletin }) => ({ number: bulletin.number }),
})

/** 撤回通报: it keeps its number and its text, and says so. Errors: BULLETIN_NOT_FOUND, BULLETIN_WITHDRAWN, REASON_MISSING. */
export const withdrawBulletin = planAct<Withdraw, Withdrawn>({
  type: 'withdrawBulletin',
  name: '撤回通报',
  by: 'issue',
  during: 'begun',
  fields: { number: whole('期号', 1, 1_000_000), reason: text('理由') },
  facts: [bulletinWithdrawn],
  decide({ bulletins = [] }, { number, reason }) {
    const known = bulletins.find((one) => one.number === number)
    if (known === undefined)
      return refuse('BULLETIN_NOT_FOUND', `没有第 ${number} 期通报`, {
        remedy: `已发布 ${bulletins.length} 期，用 duban bulletin list 查看`,
      })
    if (known.withdrawn !== undefined)
      return refuse('BULLETIN_WITHDRAWN', `第 ${number} 期通报 ${known.withdrawn.on} 已经撤回`, {
        remedy: '不用再撤回；要重新通报，用 duban bulletin issue 另发一期',
      })
    return reason.trim() === ''
      ? refuse('REASON_MISSING', '撤回通报必须写明理由', { remedy: '加上 --reason' })
      : recorded({ kind: 'bulletinWithdrawn', number, reason })
  },
  answers: (_, { number }) => ({ number }),
})
