package io.mvm.jmx;

/** The database. */
@DescribedBean("The database.")
public interface StoreMXBean {
    @Described(value = "File of the database.", kind = Kind.INFO)
    String getPath();

    @Described("Version of the database's tables.")
    Integer getSchemaVersion();

    @Described(value = "Size of the database file.", unit = "bytes", metric = "mvm_store_size_bytes")
    Long getSizeBytes();

    @Described(value = "Size of the database's write-ahead log.", unit = "bytes", metric = "mvm_store_wal_bytes")
    Long getWalBytes();

    @Described(value = "Time the last transaction ended, in seconds since 1970.", unit = "seconds")
    Double getLastCommitTimestampSeconds();
}
