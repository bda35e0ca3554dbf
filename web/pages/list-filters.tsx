import { STATES } from '../../client/views/measure-filter.ts'
import { SORTS } from '../../client/views/measure-list.ts'
import { CARRIED_FILTERS } from '../../domain/plan/columns.ts'
import { SLIP_LEVELS } from '../../domain/policy/levels.ts'
import { lightName, slipName } from '../../domain/supervision/names.ts'
import type { C } from '../context.ts'
import { typedDate } from '../parts/dates.ts'
import { Input, Field as Row } from '../parts/form.tsx'
import { COLUMNS, type ColumnKey, GROUPS, type GroupKey, USUAL } from '../parts/measure-rows.tsx'
import { W } from '../words/zh-CN.ts'

const LIGHTS = ['red', 'yellow', 'green', 'grey'] as const
export const FILTERS = [
  'todo',
  'light',
  'state',
  'unit',
  'part',
  'slip',
  'due',
  'due_from',
  'due_to',
  'q',
].concat(CARRIED_FILTERS.map(({ key }) => key))

/** The filters, dates among them as people type them. */
export function queryOf(c: C): URLSearchParams {
  const query = new URL(c.req.url).searchParams
  for (const name of ['due_from', 'due_to']) {
    const typed = typedDate(query.get(name) ?? undefined)
    if (typed !== undefined) query.set(name, typed)
  }
  return query
}

/** What of a URL narrows and orders, without the page one is on. */
export const asShown = (query: URLSearchParams): URLSearchParams =>
  new URLSearchParams(
    [...FILTERS, 'sort'].flatMap((name) => {
      const value = query.get(name)
      return value ? [[name, value] as [string, string]] : []
    }),
  )
/** The same with how it is shown. */
export const asSeen = (query: URLSearchParams): URLSearchParams => {
  const seen = asShown(query)
  if (query.get('group')) seen.set('group', query.get('group') ?? '')
  for (const column of query.getAll('cols')) seen.append('cols', column)
  return seen
}

const COLUMN_KEYS = Object.keys(COLUMNS) as readonly ColumnKey[]
export const columnsIn = (query: URLSearchParams): readonly ColumnKey[] => {
  const asked = COLUMN_KEYS.filter((key) => query.getAll('cols').includes(key))
  return asked.length > 0 ? asked : USUAL
}
export const groupIn = (query: URLSearchParams): GroupKey | null => {
  const asked = query.get('group') ?? ''
  return Object.hasOwn(GROUPS, asked) ? (asked as GroupKey) : null
}

/** What stands behind 更多 and is open while it is in force. Sort and columns are sent with every search: they tell nothing. */
const MORE = ['part', 'slip', 'due', 'due_from', 'due_to', 'group'].concat(
  CARRIED_FILTERS.map(({ key }) => key),
)

type Choices = readonly (readonly [value: string, name: string])[]

/** One of several, or none of them. */
const Choice = ({ name, label, of, value }: { name: string; label: string; of: Choices; value: string }) => (
  <Row name={name} label={label}>
    <select id={`f-${name}`} name={name}>
      <option value="">{W.list.all}</option>
      {of.map(([key, shown]) => (
        <option value={key} selected={value === key}>
          {shown}
        </option>
      ))}
    </select>
  </Row>
)

/** What is asked less often, and how the list is shown; open while something of it is in force. */
const More = ({ query }: { query: URLSearchParams }) => {
  const value = (name: string) => query.get(name) ?? ''
  const inForce = MORE.some((name) => value(name) !== '')
  return (
    <details class="field more" open={inForce}>
      <summary>{W.list.more}</summary>
      <div class="filters">
        {CARRIED_FILTERS.map(({ key, name }) => (
          <Input name={key} label={name} value={value(key)} />
        ))}
        <Choice name="part" label={W.list.part} of={Object.entries(W.list.parts)} value={value('part')} />
        <Choice
          name="slip"
          label={W.list.slip}
          of={SLIP_LEVELS.map((one) => [one, slipName(one)])}
          value={value('slip')}
        />
        <Choice name="due" label={W.list.due} of={[['none', W.list.dateless]]} value={value('due')} />
        <Input name="due_from" type="date" label={W.list.dueFrom} value={value('due_from')} />
        <Input name="due_to" type="date" label={W.list.dueTo} value={value('due_to')} />
        <Row name="sort" label={W.list.sort}>
          <select id="f-sort" name="sort">
            {SORTS.map((sort) => (
              <option value={sort} selected={value('sort') === sort}>
                {W.list.sorts[sort]}
              </option>
            ))}
          </select>
        </Row>
        <Row name="group" label={W.savedViews.group}>
          <select id="f-group" name="group">
            {Object.entries(W.savedViews.groups).map(([key, name]) => (
              <option value={key} selected={value('group') === key}>
                {name}
              </option>
            ))}
          </select>
        </Row>
        <fieldset class="field">
          <legend>{W.savedViews.columns}</legend>
          {COLUMN_KEYS.map((key) => (
            <label class="choice" for={`f-cols-${key}`}>
              <input
                id={`f-cols-${key}`}
                type="checkbox"
                name="cols"
                value={key}
                checked={columnsIn(query).includes(key)}
              />
              {COLUMNS[key].head}
            </label>
          ))}
        </fieldset>
      </div>
    </details>
  )
}

export const Filters = ({
  query,
  at,
  filtered,
}: {
  query: URLSearchParams
  at: string
  filtered: boolean
}) => {
  const value = (name: string) => query.get(name) ?? ''
  return (
    <form class="filters" method="get" action={at}>
      {query.has('todo') && <input type="hidden" name="todo" value={value('todo')} />}
      {query.has('plan') && <input type="hidden" name="plan" value={value('plan')} />}
      <div class="grow">
        <Input name="q" type="search" label={W.list.words} value={value('q')} />
      </div>
      <Choice
        name="light"
        label={W.list.light}
        of={LIGHTS.map((one) => [one, lightName(one)])}
        value={value('light')}
      />
      <Choice
        name="state"
        label={W.list.state}
        of={STATES.map(({ key, name }) => [key, name])}
        value={value('state')}
      />
      <unit-picker>
        <Input name="unit" label={W.list.unit} value={value('unit')} />
      </unit-picker>
      <More query={query} />
      <div class="field">
        <button type="submit">{W.list.filter}</button>{' '}
        {filtered && (
          <a class="button" href={at}>
            {W.list.clear}
          </a>
        )}
      </div>
    </form>
  )
}

/** The filters in words, as they stand in the form. */
export function filtersSaid(query: URLSearchParams): readonly string[] {
  const value = (name: string) => query.get(name) ?? ''
  const named: Readonly<Record<string, (key: string) => string | undefined>> = {
    light: (key) => LIGHTS.filter((one) => one === key).map(lightName)[0],
    state: (key) => STATES.find((one) => one.key === key)?.name,
    part: (key) => W.list.parts[key as keyof typeof W.list.parts],
    slip: (key) => SLIP_LEVELS.filter((one) => one === key).map(slipName)[0],
    due: () => W.list.dateless,
  }
  const labels: Readonly<Record<string, string>> = {
    ...{ light: W.list.light, state: W.list.state, unit: W.list.unit, part: W.list.part, slip: W.list.slip },
    ...{ due: W.list.due, due_from: W.list.dueFrom, due_to: W.list.dueTo, q: W.list.words },
    ...Object.fromEntries(CARRIED_FILTERS.map(({ key, name }) => [key, name])),
  }
  return FILTERS.filter((name) => value(name) !== '').map(
    (name) => `${labels[name] ?? name}：${named[name]?.(value(name)) ?? value(name)}`,
  )
}
