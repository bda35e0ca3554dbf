import type { ownAccount } from '../../accounts/own.ts'
import { instantText } from '../parts/dates.ts'
import { List } from '../parts/list.tsx'
import { Day } from '../parts/marks.tsx'
import { W } from '../words/zh-CN.ts'

const T = W.me
type Own = Awaited<ReturnType<typeof ownAccount>>

const Button = ({
  action,
  id,
  label,
  about,
}: {
  action: string
  id: string
  label: string
  about: string
}) => (
  <form method="post" action={action} class="inline">
    <input type="hidden" name="id" value={id} />
    <button type="submit">
      {label}
      <span class="visually-hidden"> {about}</span>
    </button>
  </form>
)

/** One's own tokens; what they are is shown once, when they are made. */
export function Tokens({ rows }: { rows: Own['tokens'] }) {
  if (rows.length === 0) return <p class="quiet">{T.noTokens}</p>
  return (
    <List
      caption={T.tokens}
      heads={T.tokenHeads}
      nowrap={[2, 3]}
      rows={rows.map(({ id, name, scopes, ends_at, used_at, revoked_at }) => [
        name,
        scopes
          .split(' ')
          .map((scope) => T.scopes[scope] ?? scope)
          .join('、'),
        instantText(ends_at),
        used_at === null ? '—' : instantText(used_at),
        revoked_at === null ? (
          <Button action="/me/tokens/revoke" id={id} label={T.revoke} about={name} />
        ) : (
          T.revoked
        ),
      ])}
    />
  )
}

/** 委托 that one gave or was given. */
export function Delegations({ own: { delegations: rows, names }, userId }: { own: Own; userId: string }) {
  if (rows.length === 0) return <p class="quiet">{T.noDelegations}</p>
  const nameOf = (id: string) => names.get(id) ?? '—'
  return (
    <List
      caption={T.delegations}
      heads={T.delegationHeads}
      nowrap={[3, 4]}
      rows={rows.map(({ id, unit, from_user, to_user, from_on, to_on, revoked_at }) => [
        unit,
        nameOf(from_user),
        nameOf(to_user),
        <Day on={from_on} />,
        <Day on={to_on} />,
        revoked_at !== null ? (
          T.revoked
        ) : from_user === userId ? (
          <Button action="/me/delegations/end" id={id} label={T.takeBack} about={nameOf(to_user)} />
        ) : (
          ''
        ),
      ])}
    />
  )
}
