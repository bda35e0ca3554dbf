import type { Hono } from 'hono'
import { inviteAll } from '../../accounts/person.ts'
import { importPeople, type RosterLine } from '../../accounts/roster.ts'
import { orThrow, RefusedError, refused } from '../../client/refusal.ts'
import { peopleTable } from '../../documents/files/people.ts'
import type { Refusal } from '../../domain/basics/result.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { formOf } from '../form-body.ts'
import { sentForm } from '../multipart.ts'
import { Refused, Field as Row } from '../parts/form.tsx'
import { List } from '../parts/list.tsx'
import { statusOf } from '../problem.ts'
import { page } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'
import { adminBy } from './person.tsx'

const T = W.account

interface Slip {
  readonly login: string
  readonly name: string
  readonly units: string
  readonly code: string
}

/** 邀请码单: a slip a person, to be cut apart; the codes stand nowhere else. */
const Slips = ({ slips }: { slips: readonly Slip[] }) => (
  <>
    <p class="notice no-print" role="status">
      {T.codesOnce} {T.print}
    </p>
    <div class="code-slips">
      {slips.map(({ login, name, units, code }) => (
        <section class="code-slip">
          <h2>{W.product}</h2>
          <dl class="facts">
            {(
              [
                [T.slip.unit, units || '—'],
                [T.slip.name, name],
                [T.slip.login, login],
              ] as const
            ).map(([label, value]) => (
              <>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </>
            ))}
            <dt>{T.slip.code}</dt>
            <dd>
              <strong class="code">{code}</strong>
            </dd>
          </dl>
          <p class="small">{T.slipUse}</p>
        </section>
      ))}
    </div>
  </>
)

const Back = () => (
  <p class="small no-print">
    <a href="/admin/users">{T.back}</a>
  </p>
)

const uploadPage = (c: C, refusal: Refusal | null) =>
  page(
    c,
    { title: T.roster, at: '/admin/users' },
    <div class="panel narrow-left">
      <Back />
      <h1>{T.roster}</h1>
      <p>{T.rosterLead}</p>
      <Refused refusal={refusal} />
      <form method="post" enctype="multipart/form-data" action="/admin/roster">
        <Row name="file" label={T.rosterFile} refusal={refusal}>
          <input id="f-file" name="file" type="file" required />
        </Row>
        <button class="primary" type="submit">
          {T.rosterTry}
        </button>
      </form>
    </div>,
    refusal === null ? 200 : statusOf(refusal),
  )

const Report = ({ lines }: { lines: readonly RosterLine[] }) => (
  <List
    caption={T.roster}
    heads={T.rosterHeads}
    nowrap={[0, 4]}
    rows={lines.map((line) => [
      line.place,
      line.login,
      line.name,
      line.unit,
      T.outcomes[line.outcome],
      line.because ?? '',
    ])}
  />
)

const rowsOf = (deps: WebDeps, sha256: string, name: string) => {
  const bytes = /^[0-9a-f]{64}$/.test(sha256) ? deps.duban.blobs.get(sha256) : null
  if (bytes === null) throw refused('FILE_NOT_FOUND', '没有这份文件', '重新上传')
  return orThrow(peopleTable(bytes, name))
}

const work = (lines: readonly RosterLine[]): number =>
  lines.filter(({ outcome }) => outcome === 'added' || outcome === 'changed').length

/** 名册 and 邀请码单, for administrators; behind the gate of /admin (accounts.tsx). */
export function rosterRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get('/admin/roster', (c) => uploadPage(c as C, null))
  app.post('/admin/roster', async (context) => {
    const c = context as C
    try {
      const [file] = (await sentForm(c, deps)).files
      if (file === undefined) throw refused('FILE_NOT_FOUND', '没有选文件', T.rosterFile)
      const lines = await importPeople(deps.db, rowsOf(deps, file.sha256, file.name), adminBy(c), true)
      const n = work(lines)
      return page(
        c,
        { title: T.roster, at: '/admin/users' },
        <>
          <Back />
          <h1>{T.roster}</h1>
          <p class="notice" role="status">
            {T.rosterTried(lines.length)}
          </p>
          <Report lines={lines} />
          {n === 0 ? (
            <p class="panel">{T.rosterNothing}</p>
          ) : (
            <form method="post" action="/admin/roster/run">
              <input type="hidden" name="sha256" value={file.sha256} />
              <input type="hidden" name="name" value={file.name} />
              <button class="primary" type="submit">
                {T.rosterRun(n)}
              </button>
            </form>
          )}
        </>,
      )
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      return uploadPage(c, error.refusal)
    }
  })
  app.post('/admin/roster/run', async (context) => {
    const c = context as C
    const { sha256 = '', name = '' } = await formOf(c)
    try {
      const lines = await importPeople(deps.db, rowsOf(deps, sha256, name), adminBy(c), false)
      const slips = lines.flatMap(({ login, name: of, unit, code }) =>
        code === null ? [] : [{ login, name: of, units: unit, code }],
      )
      return page(
        c,
        { title: T.roster, at: '/admin/users' },
        <>
          <Back />
          <h1 class="no-print">{T.roster}</h1>
          <div class="no-print">
            <p class="notice done" role="status">
              {T.rosterDone(lines.length)}
            </p>
            <Report lines={lines} />
          </div>
          {slips.length > 0 && <Slips slips={slips} />}
        </>,
      )
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      return uploadPage(c, error.refusal)
    }
  })
  app.post('/admin/codes', async (context) => {
    const c = context as C
    const { invited = '' } = await formOf(c)
    const slips = await inviteAll(deps.db, invited.trim(), adminBy(c))
    return page(
      c,
      { title: T.codes, at: '/admin/users' },
      <>
        <Back />
        <h1 class="no-print">
          {T.codes} {T.codesCount(slips.length)}
        </h1>
        {slips.length === 0 ? <p class="panel">{T.codesNone}</p> : <Slips slips={slips} />}
      </>,
    )
  })
}
