import type { Amendment, MeasureChange } from '../../../domain/reading/amendment/amend.ts'
import { changeKindName } from '../../../domain/reading/amendment/kinds.ts'
import type { Doubt } from '../../../domain/reading/amendment/match.ts'
import { Diff } from '../../parts/diff.tsx'
import { Field as Row } from '../../parts/form.tsx'
import { W } from '../../words/zh-CN.ts'

const T = W.planning.amend
const written = (text: string | null) => text || W.measure.unwritten

const Changed = ({ change: { no, nowNo, kinds, was, now } }: { change: MeasureChange }) => (
  <section class="panel">
    <h3>
      {no}
      {no !== nowNo && T.now(nowNo)} <span class="quiet">{kinds.map(changeKindName).join('、')}</span>
    </h3>
    <dl class="facts">
      <dt>{T.text}</dt>
      <dd>
        <Diff was={was.text} now={now.text} />
      </dd>
      {was.deadline !== now.deadline && (
        <>
          <dt>{T.deadline}</dt>
          <dd>
            <Diff was={written(was.deadline)} now={written(now.deadline)} />
          </dd>
        </>
      )}
      {was.leadUnit !== now.leadUnit && (
        <>
          <dt>{T.lead_}</dt>
          <dd>
            <Diff was={written(was.leadUnit)} now={written(now.leadUnit)} />
          </dd>
        </>
      )}
    </dl>
  </section>
)

/** 修订的比较: what changed word by word, what came, what went. */
export const Changes = ({ amendment: { changed, added, withdrawn } }: { amendment: Amendment }) => (
  <>
    <p class="notice">{T.counts(changed.length, added.length, withdrawn.length)}</p>
    {changed.map((change) => (
      <Changed change={change} />
    ))}
    {(added.length > 0 || withdrawn.length > 0) && (
      <ul class="panel plain">
        {added.map(({ no, nowNo, text, again }) => (
          <li>
            <b>{again ? T.again : T.added}</b> {no}
            {no !== nowNo && T.now(nowNo)} <ins>{text}</ins>
          </li>
        ))}
        {withdrawn.map(({ no, text }) => (
          <li>
            <b>{T.withdrawn}</b> {no} <del>{text}</del>
          </li>
        ))}
      </ul>
    )}
  </>
)

/** Which measure is which, where a person has to say; the likeliest is chosen beforehand. */
export const Matches = ({
  doubts,
  path,
  kept,
  fresh,
}: {
  doubts: readonly Doubt[]
  path: string
  kept: URLSearchParams
  fresh: string
}) => (
  <form class="panel" method="get" action={path}>
    <h2>{T.match}</h2>
    <p>{T.matchLead}</p>
    {[...kept].map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    {doubts.map(({ now: { measure }, candidates }) => (
      <Row name={`m:${measure.no}`} label={T.matchOf(measure.no, measure.text)}>
        <select id={`f-m:${measure.no}`} name={`m:${measure.no}`}>
          {candidates.map(({ was, score }) => {
            const no = was.measure.shownNo ?? was.measure.no
            return <option value={no}>{T.alike(no, Math.round(score * 100), was.measure.text)}</option>
          })}
          <option value={fresh}>{T.fresh}</option>
        </select>
      </Row>
    ))}
    <button class="primary" type="submit">
      {T.compare}
    </button>
  </form>
)
