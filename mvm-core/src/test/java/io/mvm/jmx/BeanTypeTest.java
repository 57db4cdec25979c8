package io.mvm.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import javax.management.Attribute;
import javax.management.ReflectionException;
import org.junit.jupiter.api.Test;

class BeanTypeTest {
    /** One getter that fails beside one that does not. */
    @DescribedBean("Half broken.")
    public interface HalfBrokenMXBean {
        @Described(value = "Works.", unit = "blocks", metric = "x_works")
        Long getWorks();

        @Described("Fails.")
        Long getBroken();
    }

    /** Says nothing of its attribute. */
    @DescribedBean("Silent.")
    public interface SilentMXBean {
        Long getSilent();
    }

    /** Of a type no remote reader could know. */
    @DescribedBean("Closed.")
    public interface ClosedMXBean {
        @Described("Anything.")
        Serializable getAnything();
    }

    /** Takes what nobody said anything of. */
    @DescribedBean("Mute.")
    public interface MuteMXBean {
        @DescribedOperation("Takes something.")
        String take(long something);
    }

    /** Answers what a person cannot read. */
    @DescribedBean("Wordless.")
    public interface WordlessMXBean {
        @DescribedOperation("Answers a number.")
        long count();
    }

    private static final class HalfBroken implements HalfBrokenMXBean {
        @Override
        public Long getWorks() {
            return 7L;
        }

        @Override
        public Long getBroken() {
            throw new IllegalStateException("no luck");
        }
    }

    private final SnapshotBean<HalfBrokenMXBean> bean =
            new SnapshotBean<>(BeanType.of(HalfBrokenMXBean.class), HalfBroken::new);

    @Test
    void leavesABrokenAttributeOutOfABulkReadAndSaysWhyWhenAskedAlone() {
        assertThat(bean.getAttributes(new String[] {"Broken", "Works", "Nowhere"}))
                .containsExactly(new Attribute("Works", 7L));
        assertThatThrownBy(() -> bean.getAttribute("Broken"))
                .isInstanceOf(ReflectionException.class)
                .hasMessage("attribute 'Broken' failed: java.lang.IllegalStateException: no luck");
    }

    @Test
    void carriesTheAnnotationIntoTheDescriptor() {
        var works = bean.getMBeanInfo().getAttributes()[1];
        assertThat(works.getName()).isEqualTo("Works");
        assertThat(works.getDescription()).isEqualTo("Works.");
        assertThat(works.getDescriptor().getFieldValue("units")).isEqualTo("blocks");
        assertThat(works.getDescriptor().getFieldValue("metric")).isEqualTo("x_works");
        assertThat(works.getDescriptor().getFieldValue("metricType")).isEqualTo("GAUGE");
    }

    @Test
    void refusesAnAttributeNobodyDescribed() {
        assertThatThrownBy(() -> BeanType.of(SilentMXBean.class))
                .hasMessage("SilentMXBean.getSilent is not described, expected @Described or @DescribedOperation");
    }

    @Test
    void refusesATypeThatOnlyOurClassesKnow() {
        assertThatThrownBy(() -> BeanType.of(ClosedMXBean.class)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAParameterNobodyDescribed() {
        assertThatThrownBy(() -> BeanType.of(MuteMXBean.class))
                .hasMessageStartingWith("MuteMXBean.take has a parameter long ")
                .hasMessageEndingWith("expected @DescribedParameter on a String, long or boolean");
    }

    @Test
    void refusesAnOperationThatAnswersNoSentence() {
        assertThatThrownBy(() -> BeanType.of(WordlessMXBean.class))
                .hasMessage("WordlessMXBean.count answers long, expected a sentence");
    }
}
