package io.mvm.jmx;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.MBeanException;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.ReflectionException;

/**
 * The operations of an MXBean interface. What they throw leaves as {@link IllegalArgumentException} or
 * {@link IllegalStateException} with the same message, for a client has none of our classes. Immutable.
 */
final class BeanOperations {
    /** What JConsole can offer a field for, and any client can send and show. */
    private static final Set<Class<?>> SIMPLE = Set.of(String.class, long.class, boolean.class);

    private final List<Operation> operations;

    private record Operation(Method method, MBeanOperationInfo info) {}

    private BeanOperations(List<Operation> operations) {
        this.operations = operations;
    }

    /**
     * Of all methods that carry {@link DescribedOperation}.
     *
     * @throws IllegalArgumentException if a parameter is not described, or a type is none that every client knows
     */
    static BeanOperations of(Class<?> type) {
        List<Operation> operations = new ArrayList<>();
        for (Method method : type.getMethods()) {
            if (method.isAnnotationPresent(DescribedOperation.class)) {
                // The interfaces are public, but a test's own need not be.
                method.setAccessible(true);
                operations.add(new Operation(method, info(method)));
            }
        }
        operations.sort(Comparator.comparing(operation -> operation.method().getName()));
        return new BeanOperations(List.copyOf(operations));
    }

    private static MBeanOperationInfo info(Method method) {
        String name = method.getDeclaringClass().getSimpleName() + "." + method.getName();
        if (method.getReturnType() != String.class) {
            throw new IllegalArgumentException(name + " answers " + method.getReturnType() + ", expected a sentence");
        }
        List<MBeanParameterInfo> parameters = new ArrayList<>();
        for (Parameter parameter : method.getParameters()) {
            DescribedParameter described = parameter.getAnnotation(DescribedParameter.class);
            if (described == null || !SIMPLE.contains(parameter.getType())) {
                throw new IllegalArgumentException(name + " has a parameter " + parameter
                        + ", expected @DescribedParameter on a String, long or boolean");
            }
            parameters.add(
                    new MBeanParameterInfo(described.name(), parameter.getType().getName(), described.value()));
        }
        return new MBeanOperationInfo(
                method.getName(),
                method.getAnnotation(DescribedOperation.class).value(),
                parameters.toArray(new MBeanParameterInfo[0]),
                String.class.getName(),
                MBeanOperationInfo.ACTION);
    }

    MBeanOperationInfo[] infos() {
        return operations.stream().map(Operation::info).toArray(MBeanOperationInfo[]::new);
    }

    /**
     * Does one.
     *
     * @param bean null if nothing is known of what the bean stands for, which no operation can do with
     * @param signature types of the parameters; null leaves that to their number
     * @throws ReflectionException if there is no such operation
     * @throws MBeanException if it could not be done; its message is for people
     */
    Object invoke(Object bean, String name, Object[] parameters, String[] signature)
            throws MBeanException, ReflectionException {
        Object[] values = parameters == null ? new Object[0] : parameters;
        Operation operation = find(name, values.length, signature);
        if (bean == null) {
            throw failed(new IllegalStateException(
                    name + ": nothing is known of the chain yet, as no node has answered; try again once one has"));
        }
        try {
            return operation.method().invoke(bean, values);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            if (cause instanceof Error error) {
                throw error;
            }
            throw failed(
                    cause instanceof IllegalArgumentException
                            ? new IllegalArgumentException(cause.getMessage())
                            : new IllegalStateException(cause.getMessage()));
        } catch (IllegalArgumentException e) {
            throw failed(new IllegalArgumentException(
                    name + " was given " + Arrays.toString(values) + ", expected " + described(operation.info())));
        } catch (IllegalAccessException e) {
            throw new ReflectionException(e, "operation '" + name + "' cannot be called: " + e);
        }
    }

    private Operation find(String name, int count, String[] signature) throws ReflectionException {
        for (Operation operation : operations) {
            String[] types = Arrays.stream(operation.info().getSignature())
                    .map(MBeanParameterInfo::getType)
                    .toArray(String[]::new);
            if (operation.method().getName().equals(name)
                    && types.length == count
                    && (signature == null || Arrays.equals(types, signature))) {
                return operation;
            }
        }
        String there = operations.stream().map(one -> described(one.info())).collect(Collectors.joining(", "));
        String message = "no operation '" + name + "' with " + count + " parameters of types "
                + Arrays.toString(signature) + "; there is " + (there.isEmpty() ? "none" : there);
        throw new ReflectionException(new NoSuchMethodException(message), message);
    }

    private static String described(MBeanOperationInfo info) {
        return info.getName()
                + Arrays.stream(info.getSignature())
                        .map(parameter -> parameter.getType() + " " + parameter.getName())
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    private static MBeanException failed(RuntimeException failure) {
        return new MBeanException(failure, failure.getMessage());
    }
}
