import type { Page } from 'playwright-core'

export interface Screen {
  readonly name: string
  /** Name of the 演示账户; '': nobody is signed in. */
  readonly who: string
  readonly path: string
  /** What is done on it before the picture. */
  readonly go?: (page: Page) => Promise<unknown>
}

const [OFFICE, UNIT, LEADER] = ['演示·督查室', '演示·联络员', '演示·领导']
const plan = (path: string) => `/p/mz2015${path}`
const fill = (fields: Readonly<Record<string, string>>) => async (page: Page) => {
  for (const [name, value] of Object.entries(fields)) await page.fill(`[name=${name}]`, value)
  await page.locator('#foreseen').waitFor()
}

/** Every screen of 督办台 in the rehearsed year, as whoever works with it. */
export const SCREENS: readonly Screen[] = [
  { name: 'sign-in', who: '', path: '/login' },
  { name: 'today', who: OFFICE, path: '/' },
  { name: 'today-unit', who: UNIT, path: '/' },
  { name: 'plans', who: OFFICE, path: '/plans' },
  { name: 'overview', who: OFFICE, path: plan('') },
  { name: 'wall', who: OFFICE, path: plan('?screen=1') },
  { name: 'measures', who: OFFICE, path: plan('/measures') },
  { name: 'measure', who: OFFICE, path: plan('/m/3.2') },
  {
    ...{ name: 'act', who: OFFICE, path: plan('/m/18.4/act/setDue') },
    go: fill({ dueOn: '2016-03-01', reason: '等省里的名单' }),
  },
  { name: 'submit', who: UNIT, path: plan('/m/27.1/act/submit') },
  { name: 'review', who: OFFICE, path: '/review' },
  { name: 'events', who: OFFICE, path: plan('/events') },
  { name: 'calendar', who: OFFICE, path: plan('/calendar?month=2015-10') },
  { name: 'units', who: OFFICE, path: plan('/units') },
  { name: 'unit', who: OFFICE, path: plan(`/units/${encodeURIComponent('市住房城乡建设局')}`) },
  { name: 'slips', who: OFFICE, path: plan('/slips') },
  { name: 'notices', who: OFFICE, path: plan('/notices') },
  { name: 'bulletins', who: OFFICE, path: plan('/bulletins') },
  { name: 'draft', who: OFFICE, path: plan('/bulletins/draft') },
  { name: 'new-plan', who: OFFICE, path: '/plans/new' },
  { name: 'amend', who: OFFICE, path: plan('/amend') },
  { name: 'close', who: OFFICE, path: plan('/close') },
  { name: 'rules', who: OFFICE, path: '/rules' },
  { name: 'search', who: OFFICE, path: '/search?q=szf' },
  { name: 'lead', who: LEADER, path: '/lead' },
  { name: 'me', who: OFFICE, path: '/me' },
]
