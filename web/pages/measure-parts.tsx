import type { IsoDate } from '../../domain/calendar/date.ts'
import { weekdayName } from '../../domain/calendar/explain.ts'
import type { Obligation } from '../../domain/plan/measure/obligation.ts'
import type { Evidence } from '../../domain/plan/measure/planned.ts'
import { slipName, standingName } from '../../domain/supervision/names.ts'
import { evidenceOf, isProvisional } from '../../domain/supervision/obligation.ts'
import { lightOf } from '../../domain/supervision/phase.ts'
import type { measureFor } from '../acting.ts'
import { Day, LightMark } from '../parts/marks.tsx'
import { W } from '../words/zh-CN.ts'

export type Measure = Awaited<ReturnType<typeof measureFor>>
export const pathOf = ({ plan, shown }: Measure) =>
  `/p/${encodeURIComponent(plan.planId)}/m/${encodeURIComponent(shown)}`
export const crumbs = (measure: Measure) => (
  <p class="small no-print">
    <a href={`/p/${encodeURIComponent(measure.plan.planId)}/measures`}>{W.list.title}</a>
  </p>
)

const FileLinks = ({ base, files }: { base: string; files: Evidence['files'] }) => (
  <>
    {files.map((file) => (
      <a href={`${base}/files/${file.sha256}`}>
        {file.name}（{Math.ceil(file.bytes / 1024)} KB，{file.sha256.slice(0, 8)}…）
      </a>
    ))}
  </>
)

const Files = ({ base, o }: { base: string; o: Obligation }) => (
  <>
    {evidenceOf(o).map((e, i) => (
      <p class="small">
        {W.measure.round(i + 1)} {e.by.unit}
        {e.by.via === 'link' && `（${W.links.unverified}）`}，{W.measure.doneOn} <Day on={e.doneOn} />
        {e.note && `，${e.note}`}
        {e.signedAt && `，${W.measure.signed(e.signedAt.slice(0, 10))}`}
        {e === o.unsigned?.evidence && `，${W.measure.unsigned}`}{' '}
        {e.urls.map((url) => (
          <span class="url">{url} </span>
        ))}
        <FileLinks base={base} files={e.files} />
      </p>
    ))}
    {(o.checks ?? []).map((check) => (
      <p class="small">
        {W.measure.checked(check.on, check.finding)} {check.text}{' '}
        {check.urls.map((url) => (
          <span class="url">{url} </span>
        ))}
        <FileLinks base={base} files={check.files} />
      </p>
    ))}
  </>
)

export const ObligationPanel = ({ o, base, today }: { o: Obligation; base: string; today: IsoDate }) => (
  <section class="panel">
    <div class="bar">
      <h3>{o.id}</h3>
      <span>
        <LightMark light={lightOf(o, today)} /> {standingName(o)}
      </span>
    </div>
    <p>{o.ask}</p>
    <dl class="facts">
      <dt>{W.measure.due}</dt>
      <dd>
        <Day on={o.dueOn} />
        {o.dueOn && `（${weekdayName(o.dueOn)}）`}
        {o.originalDueOn !== o.dueOn && o.originalDueOn && ` ${W.measure.original(o.originalDueOn)}`}
        {isProvisional(o) && ` ${W.measure.provisional}`}
        {o.policy && ` ${W.measure.policy}`}
        {o.dueOn === null && ` ${W.measure.undated}`}
      </dd>
      {o.slips.length > 0 && (
        <>
          <dt>{W.measure.slips}</dt>
          <dd>{o.slips.map((slip) => `${slipName(slip.level)} ${slip.raisedOn}`).join('，')}</dd>
        </>
      )}
      {o.lateDays ? (
        <>
          <dt>{W.measure.late}</dt>
          <dd>{W.measure.lateBy(o.lateDays, o.lateWorkdays ?? null)}</dd>
        </>
      ) : null}
    </dl>
    <Files base={base} o={o} />
    {o.why.length > 0 && (
      <details>
        <summary>{W.measure.why}</summary>
        {o.why.map((why) => (
          <p class="small">{why}</p>
        ))}
      </details>
    )}
  </section>
)
