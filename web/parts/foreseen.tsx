import type { DateForeseen, Foreseen } from '../../client/use/foresee.ts'
import { W } from '../words/zh-CN.ts'

const T = W.foreseen

const DateLine = ({ obligation, from, dueOn, provisional, reminders, slips }: DateForeseen) => (
  <li>
    {obligation} {T.due(from, dueOn ?? '', provisional)}
    {reminders.length > 0 && T.reminders(reminders)}
    {slips[0] !== undefined && T.slip(slips[0])}
  </li>
)

/** 办了会怎样: shown before anything is sent, from the domain's own decision. */
export const ForeseenBox = ({ found, path }: { found: readonly Foreseen[]; path: string }) => (
  <section class="notice" role="status" id="foreseen">
    <h2>{found.length === 0 ? T.nothing : T.title(found.length)}</h2>
    {found.map(({ no, says, dates }) => (
      <>
        <p>
          <a href={`${path}/m/${encodeURIComponent(no)}`}>{no}</a> {says.join('；')}
        </p>
        {dates.length > 0 && (
          <ul>
            {dates.map((date) => (
              <DateLine {...date} />
            ))}
          </ul>
        )}
      </>
    ))}
    <p class="quiet small">{T.notYet}</p>
  </section>
)
