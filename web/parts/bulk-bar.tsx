import type { ActTable } from '../act-tables.ts'
import { W } from '../words/zh-CN.ts'

export const BULK_FORM = 'bulk'
const T = W.bulk

/** Below a list: what is to be done to the rows that are chosen in it, or to all that its filters find. */
export const BulkBar = ({
  action,
  acts,
  filters,
  count,
}: {
  action: string
  acts: readonly ActTable[]
  filters: URLSearchParams
  count: number
}) => (
  <form id={BULK_FORM} class="panel filters no-print" method="get" action={action}>
    <input type="hidden" name="filters" value={filters.toString()} />
    <input type="hidden" name="count" value={`${count}`} />
    <fieldset class="field">
      <legend>{T.which}</legend>
      <label class="choice" for="f-which-picked">
        <input id="f-which-picked" type="radio" name="which" value="picked" checked />
        {T.picked}
      </label>
      <label class="choice" for="f-which-all">
        <input id="f-which-all" type="radio" name="which" value="all" />
        {T.all(count)}
      </label>
    </fieldset>
    <div class="field">
      <label for="f-act">{T.act}</label>
      <select id="f-act" name="act">
        {acts.map(({ type, name }) => (
          <option value={type}>{name}</option>
        ))}
      </select>
    </div>
    <div class="field">
      <button type="submit">{T.go}</button>
    </div>
    <bulk-bar />
  </form>
)
