import type { Refusal } from '../../domain/basics/result.ts'
import { ACTS } from '../../domain/supervision/acts/registry.ts'

// Refusals are made where things are decided, and name the command line's words. Here they become the interface's own.

/** Options that are another word here; the rest are the same in camel case. '' falls away: there is no such thing here. */
const OPTIONS: Readonly<Record<string, string>> = {
  on: 'effectiveOn',
  url: 'urls',
  file: 'files',
  match: 'matches',
  lead: 'leadUnit',
  unit: 'units',
  yes: '',
  force: '',
  as: '有这个角色的账户',
  role: '有这个角色的账户',
  office: 'offices',
  'baseline-due': 'baseline.dueOn',
  'until-event': 'until.text',
  'resume-due-on': 'until.dueOn',
  'resume-keep-due': 'until.keepDue',
}

const plan = '/plans/{plan}'
/** What of the command line is here, and where. */
export const COMMANDS: Readonly<Record<string, string>> = {
  'plan list': 'GET /plans',
  'plan history': `GET ${plan}/history`,
  'plan show': `GET ${plan}`,
  'plan inspect': 'POST /plans:inspect',
  'plan import': 'POST /plans',
  'plan review': `GET、POST ${plan}/review`,
  'plan start': `POST ${plan}/start`,
  'plan amend': `POST ${plan}/amend`,
  'plan advance': `POST ${plan}/advance`,
  'plan close': `POST ${plan}/close`,
  'plan reopen': `POST ${plan}/reopen`,
  'plan delete': `DELETE ${plan}`,
  'measure sample': `POST ${plan}/sample`,
  'measure add': 'POST /measures',
  'measure list': `GET ${plan}/measures`,
  'measure show': `GET ${plan}/measures/{no}`,
  'measure history': `GET ${plan}/measures/{no}/history`,
  today: `GET ${plan}/today`,
  'event list': `GET ${plan}/events`,
  'event waiting': `GET ${plan}/waiting`,
  'event report': `POST ${plan}/events`,
  'event correct': `POST ${plan}/events/{event}/correct`,
  'event propose': `POST ${plan}/proposals`,
  'event revoke': `POST ${plan}/events/{event}/revoke`,
  'event restore': `POST ${plan}/events/{event}/restore`,
  'event assign': `POST ${plan}/events/{event}/assign`,
  'event plan': `POST ${plan}/planned`,
  'event move': `POST ${plan}/planned/{planned}/move`,
  'event cancel': `POST ${plan}/planned/{planned}/cancel`,
  'event confirm': `POST ${plan}/planned/{planned}/confirm`,
  'bulletin make': `GET ${plan}/bulletins:draft`,
  'bulletin show': `GET ${plan}/bulletins/{number}`,
  'bulletin verify': `GET ${plan}/bulletins/{number}`,
  'bulletin list': `GET ${plan}/bulletins`,
  'bulletin issue': `POST ${plan}/bulletins`,
  'bulletin withdraw': `POST ${plan}/bulletins/{number}/withdraw`,
  bulletin: `GET ${plan}/bulletins:draft`,
  'policy show': `GET ${plan}/policy`,
  'policy list': 'GET /policies',
  'policy set': `POST ${plan}/policy`,
  'policy check': 'POST /policies:check',
  'calendar list': 'GET /calendars',
  'calendar check': 'POST /calendars:check',
  'calendar install': 'POST /calendars',
  'calendar remove': 'POST /calendars/{year}/remove',
  'calendar apply': 'POST /calendars:apply',
  'calendar closure add': 'POST /calendars/closures',
  'calendar closure remove': 'POST /calendars/closures/{closure}/remove',
  'calendar closure list': 'GET /calendars/closures',
  'calendar show': 'GET /calendars/days/{day}',
  'deadline explain': 'POST /deadlines:explain',
  'evidence open': `GET ${plan}/measures/{no}/files/{sha256}`,
  'evidence where': `GET ${plan}/files/{sha256}`,
  'measure acknowledge-all': `POST ${plan}/acts:bulk`,
  'review accept-all': `POST ${plan}/acts:bulk`,
  'obligation set-due-all': `POST ${plan}/acts:bulk`,
  'remind-all': `POST ${plan}/acts:bulk`,
  score: `GET ${plan}/scores`,
  notices: `GET ${plan}/notices`,
  slips: `GET ${plan}/slips`,
  'public preview': `GET ${plan}/public`,
  'public list': `GET ${plan}/public`,
  'public publish': `POST ${plan}/public`,
  'public withdraw': `POST ${plan}/public:withdraw`,
  'link list': `GET ${plan}/links`,
  'link make': `POST ${plan}/links`,
  'link revoke': `DELETE ${plan}/links/{link}`,
  'link forget': `DELETE ${plan}/links/{link}`,
  'feed list': 'GET /me/feeds',
  'feed make': 'POST /me/feeds',
  'feed revoke': 'DELETE /me/feeds/{feed}',
  'user list': 'GET /users',
  'user add': 'POST /users',
  'user disable': 'POST /users/{login}/disable',
  'user forget': 'DELETE /users/{login}',
  'user token': 'POST /me/tokens',
  'user import': 'POST /users:import',
  'user roles': 'POST /users/{login}/roles',
  'user invite': 'POST /users/{login}/invite',
  'user end-totp': 'DELETE /users/{login}/totp',
  'user link': 'POST /users/{login}/identities',
  'user unlink': 'DELETE /users/{login}/identities',
  'user enable': 'POST /users/{login}/enable',
  'user reset': 'POST /users/{login}/reset',
  ...Object.fromEntries(ACTS.flatMap(({ verb, type }) => (verb ? [[verb.path, `办理 type: ${type}`]] : []))),
}

const camel = (option: string): string =>
  option.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
const optionHere = (option: string): string => OPTIONS[option] ?? camel(option)

const COMMAND =
  /(?:npx )?duban ([a-z][a-z-]*(?: [a-z][a-z|-]*(?![A-Za-z0-9]))?)((?: +(?:[A-Za-z0-9_.:=@/<>-]+|日期|文件|编号))*)/g

/** A command as the route that does the same; what only the machine's owner can do stays his. */
function commandHere(whole: string, words: string, rest: string): string {
  const [first = '', second = ''] = words.split(' ')
  const known = second
    .split('|')
    .map((one) => COMMANDS[`${first} ${one}`])
    .filter((one) => one !== undefined)
  if (known.length > 0) return known.join('、')
  const alone = COMMANDS[first]
  if (alone !== undefined) return alone
  return `（由管理员在服务器上运行）${whole.slice(0, whole.length - rest.length)}`
}

/** Words of the command line as those of the interface. @example forApi('请用 --obligation 指明一项') // '请用 obligation 指明一项' */
export const forApi = (text: string): string =>
  text
    .replace(/--role leader/g, '有领导角色的账户')
    .replace(/--role unit/g, '有承办单位角色的账户')
    .replace(COMMAND, commandHere)
    .replace(/--([a-z][a-z-]*)/g, (_, option: string) => optionHere(option))

export const refusalForApi = (refusal: Refusal): Refusal => ({
  ...refusal,
  message: forApi(refusal.message),
  ...(refusal.remedy === undefined ? {} : { remedy: forApi(refusal.remedy) }),
})
