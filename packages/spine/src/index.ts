export { spine, type Outside, type Spine } from './spine.ts';
