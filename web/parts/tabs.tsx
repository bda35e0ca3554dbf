import { W } from '../words/zh-CN.ts'

/** The views of one plan; the one that is open is no link. */
export const Tabs = ({ plan, at }: { plan: string; at: string }) => (
  <p class="tabs no-print">
    {(
      [
        ['', W.plan.overview],
        ['/measures', W.list.title],
        ['/events', W.events.title],
        ['/calendar', W.calendar.title],
        ['/units', W.units.title],
        ['/slips', W.slips.title],
        ['/notices', W.notices.title],
        ['/bulletins', W.bulletins.title],
      ] as const
    ).map(([path, label]) =>
      path === at ? (
        <strong class="tab">{label}</strong>
      ) : (
        <a class="tab" href={`/p/${encodeURIComponent(plan)}${path}`}>
          {label}
        </a>
      ),
    )}
  </p>
)
