import { defineConfig } from 'tsup'
import { library } from '../../tsup.base.ts'

export default defineConfig(
  library([
    'src/index.ts',
    'src/account/index.ts',
    'src/devices/index.ts',
    'src/memory.ts',
    'src/web.ts',
    'src/tokens/index.ts',
  ]),
)
