/**
 * Cutting a collection into parts that can be read at once. A chain of cursors is read page after page, so what goes faster
 * than one chain has to be several, over ranges of time that have nothing in common and leave nothing out. Sampling
 * decides only how even the parts are; that every resource is in exactly one of them holds whatever the samples say. Knows
 * neither what the resources become nor who reads them.
 */
package io.github.klaviyospark.core.slice;
