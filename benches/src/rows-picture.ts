export interface Line {
  readonly name: string
  /** Milliseconds, one for each size. */
  readonly medians: readonly number[]
}

const WIDTH = 760
const HEIGHT = 360
const PLOT = { left: 56, right: 540, top: 56, bottom: 306 }
const LABEL_HEIGHT = 18

/** Colours that hold on a white and on a dark ground; ground and text follow the reader's scheme. */
const COLOURS = ['#2f81f7', '#d1242f', '#1a9c52', '#b8760b']

/** A line for each piece of work, over how many sessions there are; in SVG that follows the reader's light or dark scheme. */
export function drawRows(sizes: readonly number[], lines: readonly Line[], where = 'PostgreSQL'): string {
  const highest = Math.max(...lines.flatMap(({ medians }) => medians))
  const step = niceStep(highest / 4)
  const top = Math.ceil((highest * 1.05) / step) * step
  const [least = 1, most = 1] = [Math.min(...sizes), Math.max(...sizes)].map(Math.log10)
  const x = (size: number) =>
    round(PLOT.left + ((Math.log10(size) - least) / (most - least)) * (PLOT.right - PLOT.left))
  const y = (ms: number) => round(PLOT.bottom - (ms / top) * (PLOT.bottom - PLOT.top))
  const ticks = Array.from({ length: Math.round(top / step) + 1 }, (_, i) => i * step)
  const grid = ticks.map(
    (ms) =>
      `<line class="grid" x1="${PLOT.left}" y1="${y(ms)}" x2="${PLOT.right}" y2="${y(ms)}"/>` +
      `<text x="${PLOT.left - 8}" y="${y(ms) + 4}" text-anchor="end">${Number(ms.toFixed(2))}</text>`,
  )
  const bottom = sizes.map(
    (size) =>
      `<text x="${x(size)}" y="${PLOT.bottom + 22}" text-anchor="middle">${size.toLocaleString('en')}</text>`,
  )
  const labels = apart(lines.map(({ medians }) => y(medians.at(-1) ?? 0)))
  const drawn = lines.map(({ name, medians }, i) => {
    const colour = COLOURS[i % COLOURS.length]
    const points = medians.map((ms, at) => [x(sizes[at] ?? 1), y(ms)] as const)
    const dots = points.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="4" fill="${colour}"/>`)
    return (
      `<polyline fill="none" stroke="${colour}" stroke-width="2.5" points="${points.map((point) => point.join(',')).join(' ')}"/>` +
      dots.join('') +
      `<text x="${PLOT.right + 14}" y="${(labels[i] ?? 0) + 4}"><tspan fill="${colour}">●</tspan> ${name}: ${(medians.at(-1) ?? 0).toFixed(2)} ms</text>`
    )
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-labelledby="title">
<title id="title">Median milliseconds on ${where} by sessions in it: ${lines
    .map(({ name, medians }) => `${name} ${medians.map((ms) => ms.toFixed(2)).join(', ')}`)
    .join('; ')}</title>
<style>
.page { fill: #ffffff }
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.head { font-weight: 600; font-size: 15px }
.grid { stroke: #8b949e; stroke-opacity: .35 }
@media (prefers-color-scheme: dark) { .page { fill: #0d1117 } text { fill: #e6edf3 } }
</style>
<rect class="page" width="${WIDTH}" height="${HEIGHT}" rx="6"/>
<text class="head" x="${PLOT.left}" y="26">Milliseconds per call (median), by sessions in the store</text>
${[...grid, ...bottom, ...drawn].join('\n')}
<text x="${(PLOT.left + PLOT.right) / 2}" y="${HEIGHT - 10}" text-anchor="middle">sessions on ${where}</text>
</svg>
`
}

const round = (value: number): number => Math.round(value * 10) / 10

function niceStep(about: number): number {
  const power = 10 ** Math.floor(Math.log10(about))
  return ([1, 2, 5, 10].find((factor) => factor * power >= about) ?? 10) * power
}

/** The heights of labels, moved down where two would overlap. */
function apart(heights: readonly number[]): number[] {
  const moved = [...heights]
  const order = heights.map((_, i) => i).sort((a, b) => (heights[a] ?? 0) - (heights[b] ?? 0))
  let free = Number.NEGATIVE_INFINITY
  for (const i of order) {
    moved[i] = Math.max(heights[i] ?? 0, free)
    free = (moved[i] ?? 0) + LABEL_HEIGHT
  }
  return moved
}
