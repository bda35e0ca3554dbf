import { deflateSync, inflateSync } from 'node:zlib'

// A PNG of a screen in at most 256 colours: a screen has few, and a quarter of the bytes is enough for it.

interface Pixels {
  readonly width: number
  readonly height: number
  /** Red, green and blue, a byte each. */
  readonly rgb: Buffer
}

const chunksOf = (png: Buffer): readonly { readonly type: string; readonly data: Buffer }[] => {
  const found: { type: string; data: Buffer }[] = []
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at)
    found.push({
      type: png.toString('latin1', at + 4, at + 8),
      data: png.subarray(at + 8, at + 8 + length),
    })
    at += length + 12
  }
  return found
}

const paeth = (a: number, b: number, c: number): number => {
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)]
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c
}

/** What a browser writes: 8 bits, RGB or RGBA, not interlaced. */
export function pixelsOf(png: Buffer): Pixels {
  const chunks = chunksOf(png)
  const head = chunks[0]?.data ?? Buffer.alloc(13)
  const [width, height, kind] = [head.readUInt32BE(0), head.readUInt32BE(4), head[9]]
  const bytes = kind === 6 ? 4 : 3
  const raw = inflateSync(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)))
  const stride = width * bytes
  const rgb = Buffer.alloc(width * height * 3)
  let above = Buffer.alloc(stride)
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)] ?? 0
    const line = Buffer.from(raw.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1)))
    for (let i = 0; i < stride; i += 1) {
      const a = i >= bytes ? (line[i - bytes] ?? 0) : 0
      const b = above[i] ?? 0
      const c = i >= bytes ? (above[i - bytes] ?? 0) : 0
      const add = [0, a, b, (a + b) >> 1, paeth(a, b, c)][filter] ?? 0
      line[i] = ((line[i] ?? 0) + add) & 255
    }
    for (let x = 0; x < width; x += 1) line.copy(rgb, (y * width + x) * 3, x * bytes, x * bytes + 3)
    above = line
  }
  return { width, height, rgb }
}

/** The 256 colours that are most of it, in steps of 8. */
function paletteOf({ rgb }: Pixels): readonly number[] {
  const seen = new Map<number, [count: number, r: number, g: number, b: number]>()
  for (let i = 0; i < rgb.length; i += 3) {
    const [r, g, b] = [rgb[i] ?? 0, rgb[i + 1] ?? 0, rgb[i + 2] ?? 0]
    const key = ((r >> 3) << 10) | ((g >> 3) << 5) | (b >> 3)
    const sum = seen.get(key) ?? [0, 0, 0, 0]
    seen.set(key, [sum[0] + 1, sum[1] + r, sum[2] + g, sum[3] + b])
  }
  return [...seen.values()]
    .sort((a, b) => b[0] - a[0])
    .slice(0, 256)
    .flatMap(([n, r, g, b]) => [Math.round(r / n), Math.round(g / n), Math.round(b / n)])
}

const CRC = Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c >>> 0
})
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  let crc = 0xffffffff
  for (const byte of body) crc = (CRC[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8)
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE((crc ^ 0xffffffff) >>> 0)
  return Buffer.concat([length, body, sum])
}

/** The same picture with a palette. */
export function inPalette(png: Buffer): Buffer {
  const pixels = pixelsOf(png)
  const { width, height, rgb } = pixels
  const palette = paletteOf(pixels)
  const known = new Map<number, number>()
  const nearest = (r: number, g: number, b: number): number => {
    const key = (r << 16) | (g << 8) | b
    const before = known.get(key)
    if (before !== undefined) return before
    let [best, least] = [0, Number.POSITIVE_INFINITY]
    for (let i = 0; i < palette.length; i += 3) {
      const [dr, dg, db] = [r - (palette[i] ?? 0), g - (palette[i + 1] ?? 0), b - (palette[i + 2] ?? 0)]
      const far = dr * dr * 2 + dg * dg * 4 + db * db * 3
      if (far < least) [best, least] = [i / 3, far]
    }
    known.set(key, best)
    return best
  }
  const lines = Buffer.alloc(height * (width + 1))
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const i = (y * width + x) * 3
      lines[y * (width + 1) + 1 + x] = nearest(rgb[i] ?? 0, rgb[i + 1] ?? 0, rgb[i + 2] ?? 0)
    }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 3, 0, 0, 0], 8)
  return Buffer.concat([
    png.subarray(0, 8),
    chunk('IHDR', head),
    chunk('PLTE', Buffer.from(palette)),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
