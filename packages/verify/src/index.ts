export type { BuiltComponent, Suppression } from './built-component.ts';
export { type ImageName, parseImageName } from './image-name.ts';
export { canonicalImage, type ImagePlace, type ImageUse, imagesOf } from './images.ts';
export { formatReference, type ObjectReference } from './object-reference.ts';
export { formatPath, type KubernetesObject, type Path } from './reading.ts';
