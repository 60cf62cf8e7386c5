import { randomUUID } from 'node:crypto'
import { open, readFile, rename, rm, stat } from 'node:fs/promises'

/** A mistake of whoever typed the command: told in one line. */
export class MistakeError extends Error {}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : null)

/** The text of a key file. It is refused if others can read it: then its keys are no secret any more. */
export async function readKeyFile(file: string): Promise<string> {
  try {
    const { mode } = await stat(file)
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      throw new MistakeError(
        `${file} can be read by others: its keys may be known. Rotate them at once if they were in use, and: chmod 600 ${file}`,
      )
    return await readFile(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT')
      throw new MistakeError(`there is no ${file}. Make one with: sess keys generate --out ${file}`)
    throw error
  }
}

/** A new file that only its owner can read; never one that is there already, for its keys would be lost. */
export async function createKeyFile(file: string, text: string): Promise<void> {
  try {
    await write(file, text)
  } catch (error) {
    if (codeOf(error) === 'EEXIST')
      throw new MistakeError(
        `${file} is there already, and its keys would be lost. Use sess keys rotate, or another --out.`,
      )
    throw error
  }
}

/** In place of what is there, all at once: a crash leaves the old file or the new one. */
export async function replaceKeyFile(file: string, text: string): Promise<void> {
  const making = `${file}.${randomUUID()}`
  try {
    await write(making, text)
    await rename(making, file)
  } catch (error) {
    await rm(making, { force: true })
    throw error
  }
}

async function write(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(`${text}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
