import { describe, expect, it } from 'vitest'
import { GUEST, SESSION } from './support/browser.ts'
import { world } from './support/world.ts'

describe('what a browser is told', () => {
  it('keeps the headers of others, and sets each cookie once', async () => {
    const { browser } = world()
    const { head } = await browser().visit(async (session, { head }) => {
      head.set('set-cookie', ['theme=dark; Path=/'])
      head.set('vary', ['Accept-Encoding, Origin'])
      await session.update({ n: 1 })
      await session.login('alice')
      await session.regenerate()
    })
    expect(head.cookies.map((line) => line.slice(0, line.indexOf('=')))).toEqual(['theme', GUEST, SESSION])
    expect(head.get('vary')).toEqual(['Accept-Encoding, Origin, Cookie'])
    expect(head.get('cache-control')).toEqual(['no-store'])
  })

  it('keeps a Vary that says it already', async () => {
    const { browser } = world()
    for (const vary of ['*', 'cookie', 'Accept, COOKIE']) {
      const { head } = await browser().visit(async (session, { head }) => {
        head.set('vary', [vary])
        await session.login('alice')
      })
      expect(head.get('vary')).toEqual([vary])
    }
  })
})
