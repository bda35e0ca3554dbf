import { W } from '../words/zh-CN.ts'

/** Files of what a page shows; the interface makes them, for who is signed in here. */
export const Downloads = ({
  plan,
  files,
  query,
}: {
  plan: string
  /** Path below the plan, and what it is called. */
  files: readonly (readonly [path: string, name: string])[]
  /** The filter as it is shown. */
  query?: URLSearchParams
}) => {
  const tail = query === undefined || query.size === 0 ? '' : `?${query}`
  return (
    <p class="small no-print">
      {W.downloads}
      {files.map(([path, name]) => (
        <>
          {' '}
          <a class="button" href={`/api/v1/plans/${encodeURIComponent(plan)}${path}${tail}`} download>
            {name}
          </a>
        </>
      ))}
    </p>
  )
}
