export { served as POST } from '../../../lib/served'
