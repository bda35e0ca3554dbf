import type { Hono } from 'hono'
import { AUDITED } from '../../accounts/audit.ts'
import { checkRecords, type Difference } from '../../client/use/check-records.ts'
import { lastBackup } from '../../client/use/last-backup.ts'
import { auditLines } from '../../records/accounts/audit.ts'
import { userById } from '../../records/accounts/users.ts'
import { examine } from '../../temporal/doctor.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { instantText } from '../parts/dates.ts'
import { List } from '../parts/list.tsx'
import { page } from '../respond.tsx'
import { CHANNELS } from '../words/channels.ts'
import { TEMPLATES } from '../words/templates.ts'
import { W } from '../words/zh-CN.ts'

const T = W.system
const MOST = 100

const signOf = (ok: boolean | null): string => (ok === null ? T.signs.none : ok ? T.signs.ok : T.signs.bad)

async function systemPage(c: C, deps: WebDeps, differences: readonly Difference[] | null) {
  const checks = await examine(deps.duban.dataDir)
  const newest = lastBackup(deps.duban.dataDir)
  return page(
    c,
    { title: T.title, at: '/admin/system' },
    <>
      <h1>{T.title}</h1>
      <p class="no-print">
        <a class="tab" href="/admin/audit">
          {T.audit}
        </a>
        <a class="tab" href="/admin/channels">
          {CHANNELS.title}
        </a>
        <a class="tab" href="/admin/templates">
          {TEMPLATES.title}
        </a>
        <a class="tab" href="/rules">
          {W.rules.title}
        </a>
        {deps.temporalUi !== null && (
          <a class="tab" href="/admin/temporal">
            {T.ui}
          </a>
        )}
      </p>
      <section class="panel">
        <h2>{T.records}</h2>
        <p>{T.recordsLead}</p>
        {differences !== null && differences.length === 0 && (
          <p class="notice done" role="status">
            {T.agree}
          </p>
        )}
        {differences !== null && differences.length > 0 && (
          <List
            caption={T.differ(differences.length)}
            heads={T.differHeads}
            rows={differences.map(({ where, message, remedy }) => [where, message, remedy])}
          />
        )}
        <form method="post" action="/admin/system/check">
          <button type="submit">{T.check}</button>
        </form>
      </section>
      <List
        caption={T.doctor}
        heads={T.doctorHeads}
        nowrap={[1]}
        rows={checks.map(({ name, ok, found, remedy }) => [name, signOf(ok), found, remedy ?? ''])}
      />
      <section class="panel">
        <h2>{T.backup}</h2>
        <p class={newest === null ? 'alert' : undefined}>
          {newest === null ? T.noBackup : T.lastBackup(instantText(newest.at), newest.days)}
        </p>
        <p>{T.backupHow}</p>
      </section>
    </>,
  )
}

async function auditPage(c: C, deps: WebDeps) {
  const before = Number(c.req.query('before')) || undefined
  const lines = await auditLines(deps.db, MOST, before)
  const ids = [
    ...new Set(lines.flatMap(({ user_id, target }) => (user_id === null ? [target] : [user_id, target]))),
  ]
  const users = await Promise.all(ids.map((id) => userById(deps.db, id)))
  const logins = new Map(users.flatMap((user) => (user ? [[user.id, user.login] as const] : [])))
  const last = lines.at(-1)
  return page(
    c,
    { title: T.audit, at: '/admin/system' },
    <>
      <p class="small no-print">
        <a href="/admin/system">{T.title}</a>
      </p>
      <h1>{T.audit}</h1>
      <p>{T.auditLead}</p>
      <List
        caption={T.audit}
        heads={T.auditHeads}
        nowrap={[0, 3, 5]}
        rows={lines.map((line) => [
          instantText(line.at),
          logins.get(line.user_id ?? '') ?? '—',
          line.ip || line.via,
          AUDITED[line.what as keyof typeof AUDITED] ?? line.what,
          logins.get(line.target) ?? line.target,
          [T.outcomes[line.outcome] ?? line.outcome, line.detail].filter(Boolean).join(' '),
        ])}
      />
      <p class="pager">
        <span>{before !== undefined && <a href="/admin/audit">{T.newest}</a>}</span>
        <span>
          {lines.length === MOST && last && <a href={`/admin/audit?before=${last.id}`}>{T.older}</a>}
        </span>
      </p>
    </>,
  )
}

/** 系统、审计日志: for administrators (accounts.tsx keeps /admin from all others). */
export function systemRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get('/admin/system', (c) => systemPage(c, deps, null))
  app.post('/admin/system/check', async (c) => systemPage(c, deps, await checkRecords(deps.duban)))
  app.get('/admin/temporal', (c) =>
    deps.temporalUi === null ? c.notFound() : c.redirect(deps.temporalUi, 303),
  )
  app.get('/admin/audit', (c) => auditPage(c, deps))
}
