import { defineConfig } from 'tsup'
import { library } from '../../tsup.base.ts'

export default defineConfig(
  library(['src/store.ts', 'src/ports.ts', 'src/binding/index.ts', 'src/binding/app.ts']),
)
