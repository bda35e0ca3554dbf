import { Feed } from 'feed'

export interface AtomEntry {
  /** The same for the same change, for good. */
  readonly id: string
  readonly title: string
  readonly text: string
  readonly link: string
  /** ISO 8601 UTC. */
  readonly at: string
}
export interface AtomFeed {
  readonly id: string
  readonly title: string
  readonly link: string
  readonly self: string
  readonly author: string
  /** The newest first. */
  readonly entries: readonly AtomEntry[]
}

/** Characters that XML cannot hold. */
const UNSAFE = /[^\P{Cc}\t\n\r]|[\ufffe\uffff]|\p{Cs}/gu
const plain = (text: string): string => text.replace(UNSAFE, '')
/** Where a feed lies that does not know it: its links go from there, and the library asks for whole ones. */
const HERE = 'https://here.invalid/'
const whole = (link: string): string => (URL.canParse(link) ? link : `${HERE}${link}`)
const BEGINNING = '1970-01-01T00:00:00Z'

/** What changed, for readers of feeds (RFC 4287): the same entries give the same bytes. */
export function atomOf({ id, title, link, self, author, entries }: AtomFeed): string {
  const feed = new Feed({
    ...{
      id,
      title: plain(title),
      link: whole(link),
      language: 'zh-CN',
      generator: false,
      feedLinks: { atom: whole(self) },
    },
    ...{ updated: new Date(entries[0]?.at ?? BEGINNING), author: { name: author } },
  })
  for (const entry of entries)
    feed.addItem({
      ...{ id: entry.id, title: plain(entry.title), link: whole(entry.link) },
      ...{ description: plain(entry.text), date: new Date(entry.at) },
    })
  return feed.atom1().replaceAll(HERE, '')
}
