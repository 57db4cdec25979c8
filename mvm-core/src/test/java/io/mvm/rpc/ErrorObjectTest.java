package io.mvm.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mvm.rpc.RpcException.Kind;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorObjectTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "4003;Client error: UnknownBlock: State already discarded for 0x12;;STATE_DISCARDED",
                "4003;Client error: Api called for an unknown Block: State already discarded for 0x12;;STATE_DISCARDED",
                "-32603;Internal error;Client error: STATE ALREADY DISCARDED for 0x12;STATE_DISCARDED",
                "4003;Client error: UnknownBlock: Header was not found in the database: 0x12;;UNKNOWN_BLOCK",
                "4003;Client error: UnknownBlock: Expect block number from id: 0x12;;UNKNOWN_BLOCK",
                ";Block not found;;UNKNOWN_BLOCK",
                "-32601;Method not found;;METHOD_NOT_FOUND",
                "-32601;RPC call is unsafe to be called externally;;REFUSED",
                "4003;Client error: Execution failed: Exported method X_y is not found;;FUNCTION_NOT_FOUND",
                ";Function to start was not found.;;FUNCTION_NOT_FOUND",
                "-32009;Server is busy;;BUSY",
                "-32999;RPC rate limit exceeded;;BUSY",
                "-32008;Response is too big;Exceeded max limit of 15728640;TOO_LARGE",
                "-32010;The batch request was too large;;TOO_LARGE",
                "-32011;The batch response was too large;;TOO_LARGE",
                "-32602;Invalid params;;ERROR",
                "-1;Committee is unknown for epoch 5;;ERROR",
                "-32603;Internal error: GetLatestBlockResponse error 'x';;INTERNAL"
            })
    void tellsErrorsApart(Integer code, String message, String data, Kind kind) {
        assertThat(new ErrorObject(code, message, data).kind()).isEqualTo(kind);
    }

    @Test
    void readsDataOfAnyShapeAndCutsLongTexts() throws IOException {
        ErrorObject error = DecodersTest.decode(
                "{\"code\":\"odd\",\"data\":{\"a\":[1,2]},\"message\":\"" + "x".repeat(5000) + "\",\"more\":{}}",
                ErrorObject::read);
        assertThat(error.code()).isNull();
        assertThat(error.data()).isEqualTo("{\"a\":[1,2]}");
        assertThat(error.message()).hasSize(300).endsWith("...");
    }

    @Test
    void readsAnErrorThatIsAMereText() throws IOException {
        assertThat(DecodersTest.decode("\"nope\"", ErrorObject::read).shown()).isEqualTo("error: nope");
    }
}
