/** The HTTP server: Jetty without servlets, few threads, all of them daemons. Serves what {@code metrics} has rendered. */
package io.mvm.exporter.http;
