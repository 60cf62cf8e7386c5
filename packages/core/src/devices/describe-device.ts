import Bowser from 'bowser'

/**
 * A device as a person would name it: `Firefox on Windows`. From the `User-Agent` header, which says what the client wants it to:
 * to be shown, never to be trusted. Anything that is no browser is named by its first word, and nothing at all is `An unknown device`.
 */
export function describeDevice(userAgent: string | undefined): string {
  if (!userAgent) return 'An unknown device'
  const { browser, os } = Bowser.parse(userAgent)
  if (!browser.name) return plain(userAgent.split(/[/\s]/, 1)[0]) || 'An unknown device'
  return os.name ? `${plain(browser.name)} on ${plain(os.name)}` : plain(browser.name)
}

/** The parser may repeat what the header says: letters, digits and little else, and not much of it. */
const plain = (text = ''): string => text.replace(/[^\p{L}\p{N} ._+-]/gu, '').slice(0, 40)
