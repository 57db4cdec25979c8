package io.mvm.daemon.reload;

import java.time.Duration;

/** How well a reload did by its time: A up to 20 ms, B 50, C 100, D 200, else F. */
enum Grade {
    A(20),
    B(50),
    C(100),
    D(200),
    F(Long.MAX_VALUE);

    private final long longestMs;

    Grade(long longestMs) {
        this.longestMs = longestMs;
    }

    static Grade of(Duration total) {
        for (Grade grade : values()) {
            if (grade == F || total.compareTo(Duration.ofMillis(grade.longestMs)) <= 0) {
                return grade;
            }
        }
        throw new IllegalStateException("every time has a grade");
    }
}
