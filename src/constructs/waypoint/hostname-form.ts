/** The forms in which clients name a Service. */
export enum HostnameForm {
  /** `reviews.shop.svc.cluster.local` */
  FQDN = 'fqdn',
  /** `reviews.shop.svc` */
  SVC = 'svc',
  /** `reviews.shop` */
  NAMESPACE = 'namespace',
  /** `reviews` */
  SHORT = 'short',
}
