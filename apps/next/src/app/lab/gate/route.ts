export { served as GET } from '../../../lib/served'
